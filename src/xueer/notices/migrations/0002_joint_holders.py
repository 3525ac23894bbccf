from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=[('LEAVE_ASKED', '%(person)s asks for leave from “%(topic)s” on %(day)s: %(reason)s'), ('LEAVE_GRANTED', 'Your leave from “%(topic)s” on %(day)s is granted'), ('LEAVE_REFUSED', 'Your leave from “%(topic)s” on %(day)s is refused: %(answer)s'), ('ANNOUNCED', 'You are expected at “%(topic)s” on %(day)s'), ('JOINT', '%(person)s of %(unit)s has named your unit as holding “%(topic)s” on %(day)s with them'), ('JOINT_LEFT', '%(unit)s does not hold “%(topic)s” on %(day)s with you: %(reason)s'), ('MOVED', '“%(topic)s” was moved to %(day)s: %(reason)s'), ('CANCELLED', '“%(topic)s” on %(day)s was cancelled: %(reason)s'), ('MAKE_UP_OPEN', 'You missed “%(topic)s”; make it up by %(day)s'), ('MAKE_UP_HANDED_IN', '%(person)s handed in a make-up for “%(topic)s”'), ('MAKE_UP_ACCEPTED', 'Your make-up for “%(topic)s” is accepted'), ('MAKE_UP_RETURNED', 'Your make-up for “%(topic)s” came back: %(answer)s'), ('PLAN_SUBMITTED', 'The study plan %(title)s of %(unit)s waits for approval'), ('PLAN_APPROVED', 'The study plan %(title)s of %(unit)s was approved'), ('PLAN_RETURNED', 'The study plan %(title)s of %(unit)s came back: %(answer)s')], max_length=20),
        ),
    ]
