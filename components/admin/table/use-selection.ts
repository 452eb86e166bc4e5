import { type RefObject, useCallback, useEffect, useState } from "react";

interface Selection {
  selected: number;
  total: number;
  setAll: (checked: boolean) => void;
}

/**
 * How many of the checkboxes of a form are checked. They stay the form's own, so that it works without JavaScript.
 * @param name of the checkboxes @param rows what the form has; another list is counted anew
 */
export function useSelection(form: RefObject<HTMLFormElement | null>, name: string, rows: unknown): Selection {
  const [counts, setCounts] = useState({ selected: 0, total: 0 });
  const boxes = useCallback(
    () => [...(form.current?.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name="${name}"]`) ?? [])],
    [form, name],
  );
  const count = useCallback(
    () => setCounts({ selected: boxes().filter(({ checked }) => checked).length, total: boxes().length }),
    [boxes],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are other checkboxes
  useEffect(() => {
    count();
    const element = form.current;
    // The boxes change after the event.
    const onReset = () => setTimeout(count);
    element?.addEventListener("change", count);
    element?.addEventListener("reset", onReset);
    return () => {
      element?.removeEventListener("change", count);
      element?.removeEventListener("reset", onReset);
    };
  }, [form, count, rows]);
  const setAll = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked;
    count();
  };
  return { ...counts, setAll };
}
