"""Minutes written on a phone while the session runs out, and a photograph kept beside them."""

from io import BytesIO
from pathlib import Path

from django.contrib.sessions.models import Session
from PIL import Image

from tests.cast import PASSWORD, Cast
from tests.factories import HERE, hold
from tests.stories.pages import fits
from xueer.activities.models import ActivityFile


def test_nothing_typed_is_lost_when_the_session_runs_out(visit, cast: Cast, settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path / "media"
    session = hold(
        cast.office,
        "2025-03-07 14:30",
        code="HD1",
        topic="公文写作",
        roll={cast.head: HERE, cast.member: HERE},
        parts=(("SPEAKER", cast.member),),
    )
    page = visit(cast.secretary, width=390)
    page.goto("/activities/HD1/")
    page.get_by_role("link", name="填写记录").click()
    page.get_by_label("学习内容").fill("《条例》第二章\n第五章")
    page.get_by_label("区喆堃 的发言").fill("先填三栏。")
    Session.objects.all().delete()
    page.get_by_role("button", name="保存记录").click()

    page.locator("input[name=code]").fill("O002")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_text("您上次填写的内容还没有保存").wait_for()
    assert page.get_by_label("学习内容").input_value() == "《条例》第二章\n第五章"
    assert fits(page)
    page.get_by_role("button", name="保存记录").click()
    page.get_by_text("记录已保存。").wait_for()
    session.refresh_from_db()
    assert session.minutes_text == "【学习内容】\n《条例》第二章\n第五章\n【研讨发言】\n区喆堃：先填三栏。"
    page.get_by_role("link", name="修改记录").click()
    page.get_by_label("学习内容").wait_for()
    assert not page.get_by_text("您上次填写的内容还没有保存").is_visible()

    page.goto("/activities/HD1/")
    page.get_by_role("link", name="添加、移除文件").click()
    page.get_by_label("类型").select_option(label="照片")
    kept = BytesIO()
    Image.new("RGB", (40, 30), "red").save(kept, "JPEG")
    page.get_by_label("文件", exact=True).set_input_files(
        [{"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}]
    )
    page.get_by_role("button", name="添加").click()
    page.get_by_text("已存放 1 个文件。").wait_for()
    assert ActivityFile.objects.get().name == "现场.jpg"
    page.get_by_role("button", name="移除 现场.jpg").click()
    page.get_by_role("button", name="恢复 现场.jpg").click()
    page.get_by_role("link", name="现场.jpg").wait_for()
    assert fits(page)
