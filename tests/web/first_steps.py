"""The six steps of an empty home without a browser."""

from django.test import Client

from xueer.activities.models import Activity
from xueer.org.models import Person

LINES = "管守正，A1\n陆敏之 1002 学习秘书\n区喆堃\t1003\n䶮𬱖, 1004, 科长\n"


def by_hand(client: Client) -> None:
    """Everything up to the first closed session."""
    client.post("/first/unit/", {"name": "青禾区档案馆", "kind": "机关", "sector": "PUBLIC_BODY"})
    client.post("/first/people/", {"people": LINES})
    ids = [str(pk) for pk in Person.objects.values_list("pk", flat=True)]
    client.post("/first/group/", {"name": "学习小组", "kind": "中心组", "head": ids[0], "people": ids})
    client.post("/first/rule/", {"rules": ["core-group-quarter", "year-plan"]})
    plan = client.get("/first/plan/")
    client.post("/first/plan/", {"pick": [one.key for one in plan.context["proposals"]]})
    form = client.get("/first/session/").context["form"]
    given = {name: form.fields[name].initial for name in ("topic", "day", "start", "hours")}
    client.post("/first/session/", given | {"item": form.fields["item"].initial.pk, "start": "00:00", "hours": "0.5"})
    assert Activity.objects.get().state == "HELD"
