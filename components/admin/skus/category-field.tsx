import { Field } from "#components/ui/form/field.tsx";
import { CONTROL_CLASS, controlProps, LabelledControl } from "#components/ui/form/labelled-control.tsx";
import { describeCategory } from "#lib/sku/categories.ts";

/** Stands for a new category; no slug has this form. Also used in lib/web/actions/skus.ts. */
const NEW = "+";

interface CategoryFieldProps {
  /** slugs of the existing categories */
  categories: readonly string[];
  /** the selected slug, or "" for none yet */
  value: string;
  /** the slug typed for a new category */
  newSlug: string;
  error: string | undefined;
}

/**
 * Selects an existing category, or a new one by its slug, so that a typo never creates one. CSS alone shows the second
 * field when it is needed.
 */
export function CategoryField({ categories, value, newSlug, error }: CategoryFieldProps) {
  const labels = { id: "category", label: "Category", error: value === NEW ? undefined : error };
  return (
    <div className="group flex flex-col gap-4">
      <LabelledControl {...labels}>
        <select
          // React resets a form after its action to the initial values: the key makes this one the initial value.
          key={value}
          {...controlProps(labels)}
          name="category"
          defaultValue={value}
          required
          className={`min-h-12 ${CONTROL_CLASS}`}
        >
          {value === "" && <option value="">Choose one</option>}
          {categories.map((slug) => (
            <option key={slug} value={slug}>
              {describeCategory(slug).title}
            </option>
          ))}
          <option value={NEW}>New category…</option>
        </select>
      </LabelledControl>
      <div className="hidden group-has-[option[value='+']:checked]:block">
        <Field
          name="newCategory"
          label="New category"
          hint="as in its URL: lower-case letters, digits and dashes, such as pet-food"
          maxLength={64}
          defaultValue={newSlug}
          {...(error && value === NEW ? { error } : {})}
        />
      </div>
    </div>
  );
}
