"use client";

import { useEffect } from "react";

/** Sends the form of an id at every change in it, without the fields that are empty. */
export function AutoSubmit({ form: id }: { form: string }) {
  useEffect(() => {
    const form = document.getElementById(id);
    if (!(form instanceof HTMLFormElement)) return;
    const submit = () => form.requestSubmit();
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
