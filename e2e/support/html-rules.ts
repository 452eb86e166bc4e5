import { type DOMReadyEvent, definePlugin, HtmlValidate, Rule, StaticConfigLoader } from "html-validate";

const IN_GROUP = ["dt", "dd", "script", "template"];

/** A `dl`, and a `div` in it, has nothing but terms and descriptions: html-validate does not look (whatwg.org, 4.4.9). */
class DescriptionList extends Rule {
  override setup(): void {
    this.on("dom:ready", ({ document }: DOMReadyEvent) => {
      for (const list of document.querySelectorAll("dl")) {
        for (const child of list.childElements) {
          const parts = child.is("div") ? child.childElements : [child];
          for (const part of parts)
            if (!IN_GROUP.includes(part.tagName)) this.report(part, `<${part.tagName}> is no part of a <dl>`);
        }
      }
    });
  }
}

const plugin = definePlugin({ name: "store", rules: { "store/description-list": DescriptionList } });

/**
 * The recommended rules, which are those of the standard (content, attributes and their values, unique ids, labels) and
 * of good practice, but for the following.
 */
const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:recommended"],
    elements: ["html5"],
    plugins: [plugin],
    rules: {
      "store/description-list": "error",
      // How React writes elements and attributes (`<br/>`, `required=""`, `maxLength`): the standard allows each.
      "void-style": "off",
      "attribute-boolean-style": "off",
      "attribute-empty-style": "off",
      "attr-case": "off",
      // Ids of React and Next.js begin with "_"; the standard only forbids spaces.
      "valid-id": ["error", { relaxed: true }],
      // Checkboxes of one name are a list of values, as radio buttons of one name are one value.
      "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "submit"] }],
    },
  }),
);

/** What is wrong with a document, each with the element where it is. */
export function validateHtml(html: string): string[] {
  const { results } = validator.validateStringSync(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, selector, line, column }) => {
      const near = html.split("\n")[line - 1]?.slice(Math.max(0, column - 40), column + 80);
      return `${ruleId}: ${message} at ${selector ?? "the document"}: ${near}`;
    }),
  );
}
