"""Two people at once never silently overwrite each other: a field is saved against the value it started from."""

from typing import Any

from django import forms
from django.db import models, transaction
from django.utils.translation import gettext as _

BASE = "base-"  # prefix of the hidden inputs that carry the starting values
BASE_LENGTH = 100_000  # of its own, so that a long text's starting value is not held to the length of a line


class Clash(Exception):
    """Somebody changed the same field in between. `theirs` is what stands there now, `mine` what was asked for."""

    def __init__(self, field: str, theirs: str, mine: str) -> None:
        super().__init__(field)
        self.field, self.theirs, self.mine = field, theirs, mine


def as_text(instance: models.Model, field: str) -> str:
    """The stored value of a field as the text a form would carry; None is the empty text."""
    model_field = instance._meta.get_field(field)
    if isinstance(model_field, models.ManyToManyField):
        return ",".join(str(pk) for pk in sorted(getattr(instance, field).values_list("pk", flat=True)))
    value = model_field.value_from_object(instance)  # type: ignore[union-attr]
    return "" if value is None else str(value)


def change_field(instance: models.Model, *, field: str, base: str, value: Any) -> bool:
    """Saves one field if it still holds `base` (text, as `as_text` gives). Returns False when nothing changed.

    Locks the row for the rest of the transaction. Raises Clash when another value than `base` stands there, and
    ValidationError when `value` breaks the field's own rules.
    """
    with transaction.atomic():
        manager = type(instance)._base_manager
        fresh = manager.select_for_update(of=("self",), no_key=True).get(pk=instance.pk)
        model_field = fresh._meta.get_field(field)
        cleaned = model_field.clean(value, fresh)  # type: ignore[union-attr]
        now = as_text(fresh, field)
        setattr(fresh, field, cleaned)
        wanted = as_text(fresh, field)
        setattr(instance, field, cleaned)
        if wanted == now:
            return False
        if now != base:
            raise Clash(field, theirs=now, mine=wanted)
        fresh.save(update_fields=[field])
    return True


class VersionedModelForm(forms.ModelForm):
    """A full form that saves only the fields its user changed, each against the value the form was opened with.

    The template must render `form.base_fields_html` (hidden inputs). A clash becomes an error by the field that shows
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
        before = {name: as_text(self.instance, name) for name in self._versioned()}
        super()._post_clean()  # type: ignore[misc]
        for name in self._versioned():
            if name in self.errors:
                continue
            base = str(self.cleaned_data.get(BASE + name, "")).replace("\r\n", "\n")
            mine = self._mine(name)
            now = before[name].replace("\r\n", "\n")
            if mine in (base, now):
                self._keep(name, before)
            elif now != base:
                self._clash(name, now)
            else:
                self.changed_names.append(name)

    def _mine(self, name: str) -> str:
        value = self.cleaned_data.get(name)
        if isinstance(value, models.QuerySet):
            return ",".join(str(pk) for pk in sorted(item.pk for item in value))
        return as_text(self.instance, name).replace("\r\n", "\n")

    def _keep(self, name: str, before: dict[str, str]) -> None:
        """An untouched field keeps what a colleague may have written meanwhile."""
        if as_text(self.instance, name) != before[name] and not isinstance(
            self.cleaned_data.get(name), models.QuerySet
        ):
            fresh = self._meta.model._base_manager.only(name).get(pk=self.instance.pk)
            setattr(self.instance, name, getattr(fresh, name))

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
