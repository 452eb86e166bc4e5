"use client";

import { useEffect } from "react";

/** What was changed last, when the page that answers has a new form in the place of the one that it stood in. */
let left: { name: string; value: string } | null = null;

/** Sends the form of an id at every change in it, without the fields that are empty, and keeps the focus in its place. */
export function AutoSubmit({ form: id }: { form: string }) {
  useEffect(() => {
    const form = document.getElementById(id);
    if (!(form instanceof HTMLFormElement)) return;
    const isLeft = ({ name, value, type }: HTMLInputElement) =>
      name === left?.name && (type === "text" || value === left.value);
    const again = left && [...form.querySelectorAll("input")].find(isLeft);
    if (document.activeElement === document.body) again?.focus({ preventScroll: true });
    left = null;
    const submit = ({ target }: Event) => {
      if (target instanceof HTMLInputElement) left = { name: target.name, value: target.value };
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
