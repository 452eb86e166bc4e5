import { Field } from "#components/ui/form/field.tsx";
import { SelectField } from "#components/ui/form/select-field.tsx";
import { describeCategory, NEW_CATEGORY } from "#lib/sku/categories.ts";

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
  return (
    <div className="group flex flex-col gap-4">
      <SelectField
        name="category"
        label="Category"
        defaultValue={value}
        required
        error={value === NEW_CATEGORY ? undefined : error}
      >
        {value === "" && <option value="">Choose one</option>}
        {categories.map((slug) => (
          <option key={slug} value={slug}>
            {describeCategory(slug).title}
          </option>
        ))}
        <option value={NEW_CATEGORY}>New category…</option>
      </SelectField>
      <div className="hidden group-has-[option[value='+']:checked]:block">
        <Field
          name="newCategory"
          label="New category"
          hint="as in its URL: lower-case letters, digits and dashes, such as pet-food"
          maxLength={64}
          defaultValue={newSlug}
          error={value === NEW_CATEGORY ? error : undefined}
        />
      </div>
    </div>
  );
}
