"use client";

import { useState } from "react";
import { Icon } from "#components/ui/icon.tsx";
import { checkDigits, readDigits } from "./check-digits.ts";

interface StepperProps {
  label: string;
  name: string;
  value: number;
  min?: number;
  max: number;
  onChange: (value: number) => void;
}

/**
 * A number field with a minus and a plus button. While a number is typed it stays as it is, even empty, and what is no
 * number keeps the form from being sent; one out of bounds becomes the nearest when the field is left. Without
 * JavaScript the buttons are hidden and the number is typed.
 */
export function Stepper({ label, name, value, min = 1, max, onChange }: StepperProps) {
  const clamp = (number: number) => Math.max(min, Math.min(max, number));
  const [draft, setDraft] = useState<string | null>(null);
  const step = (by: number) => {
    setDraft(null);
    onChange(clamp(value + by));
  };
  const type = (field: HTMLInputElement) => {
    const number = checkDigits(field);
    setDraft(field.value);
    if (number !== null && number === clamp(number)) onChange(number);
  };
  const leave = (field: HTMLInputElement) => {
    const number = checkDigits(field);
    // What is no number stays, and is complained about when the form is sent.
    if (number === null) return;
    setDraft(null);
    onChange(clamp(number));
  };
  const typed = readDigits(draft ?? "");
  // Once the form was sent, the value is another one than was typed.
  const isOld = typed !== null && typed === clamp(typed) && typed !== value;
  return (
    <div className="inline-flex min-h-14 items-center rounded-full border-[1.5px] border-edge bg-raised">
      <StepButton
        label={`Decrease ${label.toLowerCase()}`}
        icon="minus"
        disabled={value <= min}
        onClick={() => step(-1)}
      />
      <input
        type="number"
        inputMode="numeric"
        aria-label={label}
        name={name}
        min={min}
        max={max}
        required
        value={isOld ? String(value) : (draft ?? String(value))}
        onChange={(event) => type(event.target)}
        onBlur={(event) => leave(event.target)}
        className="figures h-12 w-12 bg-transparent text-center font-medium text-lg noscript:w-24"
      />
      <StepButton
        label={`Increase ${label.toLowerCase()}`}
        icon="plus"
        disabled={value >= max}
        onClick={() => step(1)}
      />
    </div>
  );
}

interface StepButtonProps {
  label: string;
  icon: "plus" | "minus";
  disabled: boolean;
  onClick: () => void;
}

function StepButton({ label, icon, disabled, onClick }: StepButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={disabled}
      onClick={() => !disabled && onClick()}
      className="grid size-12 place-items-center rounded-full hover:bg-ink/8 aria-disabled:text-soft/50 noscript:hidden"
    >
      <Icon name={icon} className="size-4" />
    </button>
  );
}
