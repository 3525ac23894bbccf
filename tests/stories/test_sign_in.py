"""The first sign-in with a one-time password, and five wrong ones."""

from tests.cast import PASSWORD, Cast
from xueer.access.actions import issue_password
from xueer.common.calendar import now


def sign_in(page, code: str, password: str) -> None:
    page.locator("input[name=code]").fill(code)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("button", name="登录").click()


def test_a_one_time_password_must_be_changed_first(visit, cast: Cast, width: int):
    once = issue_password(cast.member, by=cast.secretary, at=now())
    page = visit(width=width)
    page.goto("/")
    sign_in(page, "o003".upper(), once)
    page.wait_for_url("**/password/")
    page.goto("/units/O/")
    assert page.url.endswith("/password/")

    page.locator("input[name=new]").fill("12345678")
    page.locator("input[name=again]").fill("12345678")
    page.get_by_role("button", name="保存密码").click()
    page.locator(".x-err").first.wait_for()
    page.locator("input[name=new]").fill("时习之 2026")
    page.locator("input[name=again]").fill("时习之 2026")
    page.get_by_role("button", name="保存密码").click()
    page.get_by_role("heading", level=1, name="今天").wait_for()

    page.context.clear_cookies()
    page.goto("/")
    sign_in(page, "O003", once)
    page.locator(".x-err").first.wait_for()
    sign_in(page, "Ｏ００３", "时习之 2026")
    page.get_by_role("heading", level=1, name="今天").wait_for()


def test_five_wrong_passwords_lock_the_account_here(visit, cast: Cast, width: int):
    page = visit(width=width)
    page.goto("/")
    for left in (4, 3, 2, 1):
        sign_in(page, "O003", "wrong")
        page.locator(".x-err", has_text=str(left)).wait_for()
    sign_in(page, "O003", "wrong")
    page.get_by_role("heading", name="暂时锁定").wait_for()
    page.get_by_role("link", name="再试一次").click()
    sign_in(page, "O003", PASSWORD)
    page.get_by_role("heading", name="暂时锁定").wait_for()

    page.context.clear_cookies()
    page.goto("/")
    sign_in(page, "O002", PASSWORD)
    page.get_by_role("heading", level=1).first.wait_for()
    assert page.locator("input[name=password]").count() == 0, "others are not locked out"
