"""The file that is brought in."""

from pathlib import Path

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

ENDINGS = (".xlsx", ".csv", ".zip")


class UploadForm(forms.Form):
    """One workbook: .xlsx, one .csv sheet, or a .zip of .csv sheets. Its size is checked before it is opened."""

    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("An Excel file (.xlsx), one sheet as .csv, or several as .zip; up to the size the server allows."),
        widget=forms.FileInput(attrs={"class": "x-input", "accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if Path(file.name or "").suffix.lower() not in ENDINGS:
            raise forms.ValidationError(gettext("Choose an .xlsx, .csv or .zip file. Older .xls: save it as .xlsx."))
        if (file.size or 0) > settings.MAX_WORKBOOK_BYTES:
            most = settings.MAX_WORKBOOK_BYTES // (1024 * 1024)
            raise forms.ValidationError(gettext("The file is larger than %(most)s MB.") % {"most": most})
        return file
