"""What is typed at the addresses of units, people, groups and roles."""

from xueer.common.calendar import today


def forms_of_org() -> dict[str, dict]:
    """What is typed when units, people and groups are changed."""
    day, unit = today().isoformat(), {"name": "综合科", "kind": "科室"}
    return {
        "directory.first_unit": unit | {"code": "NEW"},
        "directory.add_unit": unit | {"code": "NEW"},
        "directory.edit_unit": unit,
        "directory.move_unit": {"parent": "X", "starts_on": day},
        "directory.close_unit": {"ends_on": day, "confirmed": "on"},
        "directory.days": {"days": f"{day} 放假"},
        "directory.add_person": {"code": "NEW", "name": "䶮"},
        "directory.add_group": {"code": "NEW", "name": "一组", "kind": "学习小组"},
        "directory.edit_person": {"name": "曾静"},
        "directory.leave_service": {"ends_on": day},
        "directory.come_back": {"starts_on": day},
        "directory.add_exemption": {"basis": "退居二线", "starts_on": day},
        "directory.edit_exemption": {"basis": "退居二线", "starts_on": day},
        "directory.transfer": {"unit": "O", "duty": "科长", "starts_on": day},
        "directory.edit_main": {"unit": "X", "duty": "", "starts_on": "2000-01-02"},
        "directory.add_post": {"unit": "O", "duty": "顾问", "starts_on": "2000-01-01", "ends_on": "2000-01-31"},
        "directory.edit_post": {"unit": "X", "duty": "顾问", "starts_on": "2001-01-02", "ends_on": "2001-01-31"},
        "directory.edit_group": {"name": "一组", "kind": "学习小组"},
        "directory.join_group": {"people": "O003", "role": "成员", "starts_on": day},
        "directory.edit_member": {"role": "组长"},
        "directory.end_group": {"ends_on": day},
        "access.roles": {"person": "O003", "role": "SECRETARY", "starts_on": day},
        "access.withdraw": {"last": day},
        "activities.restate": {"reason": "补录任免文件"},
    }
