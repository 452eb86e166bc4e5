import { Field } from "#components/ui/form/field.tsx";
import { CONTROL_CLASS, controlProps, LabelledControl } from "#components/ui/form/labelled-control.tsx";
import { describeCategory } from "#lib/sku/categories.ts";

/** What stands for a new one; no slug is like it. Also lib/sku/actions.ts knows it. */
const NEW = "+";

interface DepartmentFieldProps {
  /** slugs of the departments that there are */
  categories: readonly string[];
  /** what was chosen; "" is nothing yet */
  value: string;
  /** what was typed for a new one */
  typed: string;
  error: string | undefined;
}

/** One of the departments, or a new one by name: a typo makes none. The name shows when it is asked for, by CSS alone. */
export function DepartmentField({ categories, value, typed, error }: DepartmentFieldProps) {
  const labels = { id: "category", label: "Category", error: value === NEW ? undefined : error };
  return (
    <div className="group flex flex-col gap-4">
      <LabelledControl {...labels}>
        <select
          // A form that was sent is reset to what the select began with.
          key={value}
          {...controlProps(labels)}
          name="category"
          defaultValue={value}
          required
          className={`min-h-12 ${CONTROL_CLASS}`}
        >
          {value === "" && <option value="">choose one</option>}
          {categories.map((slug) => (
            <option key={slug} value={slug}>
              {describeCategory(slug).title}
            </option>
          ))}
          <option value={NEW}>a new department …</option>
        </select>
      </LabelledControl>
      <div className="hidden group-has-[option[value='+']:checked]:block">
        <Field
          name="newCategory"
          label="New department"
          hint="as it stands in addresses: lower-case letters, digits and dashes, such as pet-food"
          maxLength={64}
          defaultValue={typed}
          {...(error && value === NEW ? { error } : {})}
        />
      </div>
    </div>
  );
}
