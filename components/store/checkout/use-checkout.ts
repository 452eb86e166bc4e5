"use client";

import { startTransition, useCallback, useEffect, useRef, useState } from "react";
import { useFormAction } from "#components/shared/use-form-action.ts";
import { type CheckoutState, checkoutAction } from "#lib/web/actions/checkout.ts";

/** Seconds between the repetitions of a checkout whose outcome is unknown: for some five minutes. */
const WAITS = [1, 2, 4, 8, ...Array<number>(28).fill(10)];

/** A checkout whose outcome is unknown, while the page repeats it. */
export interface Repetition {
  /** how often it has been repeated */
  count: number;
  /** whether a repetition is under way */
  isPending: boolean;
  /** repeats it at once */
  now: () => void;
}

/**
 * The checkout's form action. While the outcome of an order is unknown, because the store did not answer or said so, it
 * is sent again by itself, with the same idempotency key, so that it can't be placed twice.
 */
export function useCheckout(): { state: CheckoutState; action: (form: FormData) => void; repetition?: Repetition } {
  const [state, action, isPending] = useFormAction(checkoutAction);
  const [count, setCount] = useState(0);
  const values = state?.outcomeUnknown ? state.values : undefined;
  const sent = useRef(0);

  const repeat = useCallback(() => {
    if (!values || isPending) return;
    const form = new FormData();
    for (const [name, value] of Object.entries(values)) form.set(name, value);
    sent.current++;
    setCount(sent.current);
    startTransition(() => action(form));
  }, [values, action, isPending]);

  useEffect(() => {
    if (!values) sent.current = 0;
    const wait = WAITS[sent.current];
    if (!values || isPending || wait === undefined) return;
    const timer = setTimeout(repeat, wait * 1000);
    return () => clearTimeout(timer);
  }, [values, isPending, repeat]);

  const isRepeated = values !== undefined && (isPending || count < WAITS.length);
  return { state, action, ...(isRepeated && { repetition: { count, isPending, now: repeat } }) };
}
