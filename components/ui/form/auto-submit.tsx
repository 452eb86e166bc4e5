"use client";

import { useEffect } from "react";

/** The last change, kept in the module because the page that arrives has a new form. */
let lastChange: { name: string; value: string } | null = null;

/** Submits the form with this id whenever a field changes, without empty fields, and puts the focus back afterwards. */
export function AutoSubmit({ form: id }: { form: string }) {
  useEffect(() => {
    const form = document.getElementById(id);
    if (!(form instanceof HTMLFormElement)) return;
    const isChanged = ({ name, value, type }: HTMLInputElement) =>
      name === lastChange?.name && (type === "text" || value === lastChange.value);
    const changed = lastChange && [...form.querySelectorAll("input")].find(isChanged);
    if (document.activeElement === document.body) changed?.focus({ preventScroll: true });
    lastChange = null;
    const submit = ({ target }: Event) => {
      if (target instanceof HTMLInputElement) lastChange = { name: target.name, value: target.value };
      form.requestSubmit();
    };
    const dropEmpty = ({ formData }: FormDataEvent) => {
      for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
    };
    form.addEventListener("change", submit);
    form.addEventListener("formdata", dropEmpty);
    return () => {
      form.removeEventListener("change", submit);
      form.removeEventListener("formdata", dropEmpty);
    };
  }, [id]);
  return null;
}
