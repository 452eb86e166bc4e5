"use client";

import { useFormAction } from "#components/shared/use-form-action.ts";
import { Field } from "#components/ui/form/field.tsx";
import { FormMessage } from "#components/ui/form/form-message.tsx";
import { SubmitButton } from "#components/ui/form/submit-button.tsx";
import { TextArea } from "#components/ui/form/text-area.tsx";
import { useFocusFirstError } from "#components/ui/form/use-focus-first-error.ts";
import { PICTURE_FIELD } from "#lib/sku/picture/fields.ts";
import type { GalleryGroup } from "#lib/sku/picture/gallery.ts";
import { DEFAULT_PICTURE } from "#lib/sku/picture-path.ts";
import type { Sku } from "#lib/sku/schema.ts";
import { createSkuAction, editSkuAction } from "#lib/web/actions/skus.ts";
import type { FormState } from "#lib/web/forms/form-state.ts";
import { CategoryField } from "./category-field.tsx";
import { PicturePicker } from "./picture/picture-picker.tsx";

interface SkuFormProps {
  /** the SKU to edit; without one the form creates a new one */
  sku?: Sku;
  /** slugs of the existing categories */
  categories: readonly string[];
  /** the pictures that it can have */
  gallery: readonly GalleryGroup[];
  /** what was typed before a picture was uploaded without script */
  draft: FormState;
}

const FIELDS = [
  "id",
  "name",
  "price",
  "stock",
  "category",
  "brand",
  "description",
  "image",
  PICTURE_FIELD,
  "purchaseLimit",
];

export function SkuForm({ sku, categories, gallery, draft }: SkuFormProps) {
  const [state, action] = useFormAction(sku ? editSkuAction : createSkuAction, draft);
  const form = useFocusFirstError(state);
  const field = (name: keyof Sku, label: string) => ({
    name,
    label,
    defaultValue: state?.values?.[name] ?? String(sku?.[name] ?? ""),
    error: state?.errors?.[name],
  });
  return (
    <form ref={form} action={action} className="flex min-w-0 max-w-xl flex-col gap-4">
      <FormMessage state={state} fields={FIELDS} />
      <noscript>
        {/* The button of the upload comes first, and Enter in a field would press it. */}
        <button type="submit" tabIndex={-1} aria-hidden="true" className="sr-only">
          Save
        </button>
      </noscript>
      {sku ? (
        <input type="hidden" name="id" value={sku.id} />
      ) : (
        <Field
          {...field("id", "ID")}
          required
          maxLength={64}
          hint="letters, digits, dots, dashes and underscores, such as mug-12; it can't be changed later"
        />
      )}
      <Field {...field("name", "Name")} required maxLength={200} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field {...field("price", "Price")} required inputMode="decimal" hint="in dollars, such as 199.99" />
        {!sku && <Field {...field("stock", "Stock")} required inputMode="numeric" hint="number of units available" />}
        <Field
          {...field("purchaseLimit", "Limit per shopper")}
          inputMode="numeric"
          maxLength={2}
          hint="1 to 99 units; empty for no limit"
        />
      </div>
      <CategoryField
        categories={categories}
        value={state?.values?.category ?? sku?.category ?? ""}
        newSlug={state?.values?.newCategory ?? ""}
        error={state?.errors?.category}
      />
      <Field {...field("brand", "Brand")} maxLength={100} />
      <TextArea {...field("description", "Description")} maxLength={5000} hint="at most 5,000 characters" />
      <PicturePicker
        gallery={gallery}
        value={state?.values?.image ?? sku?.image ?? DEFAULT_PICTURE}
        back={sku ? `/admin/skus/${sku.id}` : "/admin/skus/new"}
        error={state?.errors?.image}
        uploadError={state?.errors?.[PICTURE_FIELD]}
      />
      <SubmitButton busy="Saving…">{sku ? "Save" : "Create SKU"}</SubmitButton>
    </form>
  );
}
