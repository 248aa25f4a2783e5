"""Two people at once never silently overwrite each other: a field is saved against the value it started from."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

BASE = "base-"  # prefix of the hidden inputs that carry the starting values
BASE_LENGTH = 100_000  # of its own, so that a long text's starting value is not held to the length of a line


def as_text(instance: models.Model, field: str) -> str:
    """The stored value of a field as the text a form would carry; None is the empty text."""
    model_field = instance._meta.get_field(field)
    if isinstance(model_field, models.ManyToManyField):
        return ",".join(str(pk) for pk in sorted(getattr(instance, field).values_list("pk", flat=True)))
    value = model_field.value_from_object(instance)  # type: ignore[union-attr]
    return "" if value is None else str(value)


class VersionedModelForm(forms.ModelForm):  # type: ignore[type-arg]
    """A full form that saves only the fields its user changed, each against the value the form was opened with.

    Validate it inside the transaction that saves: the row is locked from there on. The template must render `form.base_fields_html` (hidden inputs). A clash becomes an error by the field that shows
    both texts; sending again then replaces the colleague's text knowingly.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.changed_names: list[str] = []
        if self.instance.pk:
            for name in self._versioned():
                self.fields[BASE + name] = forms.CharField(
                    required=False, widget=forms.HiddenInput, strip=False, max_length=BASE_LENGTH
                )
                self.initial[BASE + name] = as_text(self.instance, name)

    def _versioned(self) -> list[str]:
        concrete = {field.name for field in self._meta.model._meta.get_fields() if getattr(field, "concrete", False)}
        return [name for name in self._meta.fields or [] if name in concrete]

    def _post_clean(self) -> None:
        if not self.instance.pk:
            super()._post_clean()  # type: ignore[misc]
            return
        if not self._refresh():
            self.add_error(None, _("En kollega tog bort det här nyss."))
            return
        before = {name: as_text(self.instance, name) for name in self._versioned()}
        stored = {name: getattr(self.instance, name) for name in self._plain()}
        super()._post_clean()  # type: ignore[misc]
        for name in self._versioned():
            if name in self.errors:
                continue
            base = str(self.cleaned_data.get(BASE + name, "")).replace("\r\n", "\n")
            mine = self._mine(name)
            now = before[name].replace("\r\n", "\n")
            if mine in (base, now):
                if name in stored:
                    setattr(self.instance, name, stored[name])  # untouched: keeps what a colleague may have written
            elif now != base:
                self._clash(name, now)
            else:
                self.changed_names.append(name)

    def _plain(self) -> list[str]:
        model = self._meta.model._meta
        return [n for n in self._versioned() if not isinstance(model.get_field(n), models.ManyToManyField)]

    def _refresh(self) -> bool:
        """Brings the form's fields to what is stored now and locks the row for the rest of the transaction: of two who
        save at once the second waits, and is compared with what the first wrote. False when the row is gone."""
        rows = self._meta.model._base_manager.select_for_update(of=("self",), no_key=True)
        fresh = rows.filter(pk=self.instance.pk).first()
        for name in self._plain() if fresh is not None else ():
            attribute = self._meta.model._meta.get_field(name).attname
            setattr(self.instance, attribute, getattr(fresh, attribute))
        return fresh is not None

    def _mine(self, name: str) -> str:
        value = self.cleaned_data.get(name)
        if isinstance(value, models.QuerySet):
            return ",".join(str(pk) for pk in sorted(item.pk for item in value))
        return as_text(self.instance, name).replace("\r\n", "\n")

    def _clash(self, name: str, now: str) -> None:
        self.add_error(
            name,
            _("En kollega ändrade samma ruta. Där står nu: ”%(theirs)s”. Spara igen om din text ska gälla.")
            % {"theirs": now[:200]},
        )
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix(BASE + name)] = now  # type: ignore[index]

    def save(self, commit: bool = True) -> Any:
        """Writes the changed fields only."""
        if not self.instance.pk or not commit:
            return super().save(commit)
        plain = [n for n in self.changed_names if not isinstance(self.cleaned_data.get(n), models.QuerySet)]
        if plain:
            self.instance.save(update_fields=plain)
        for name in set(self.changed_names) - set(plain):
            getattr(self.instance, name).set(self.cleaned_data[name])
        return self.instance
