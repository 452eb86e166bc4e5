import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { JsonLd } from "./json-ld.tsx";

test.each([
  "</script><script>alert(1)</script>",
  "</SCRIPT >",
  "<!--<script>",
  "]]><svg onload=alert(1)>",
  '"}</script>',
  "a & b < c > d\u2028",
])("ASVS 1.2.3: no name of a product ends the script of JSON-LD, and each reads back: %s", (name) => {
  const html = renderToStaticMarkup(createElement(JsonLd, { document: { "@type": "Product", name } }));
  const [, text = ""] = /^<script type="application\/ld\+json">([^<]*)<\/script>$/.exec(html) ?? [];
  expect(JSON.parse(text)).toEqual({ "@type": "Product", name });
});
