import { searchQuery } from "#lib/search/schema.ts";
import { suggestQuery } from "#lib/search/suggest.ts";
import { createSkuBody, editSkuBody } from "#lib/sku/schema.ts";
import * as replies from "#lib/web/openapi/replies/catalogue.ts";
import { skuIdParams } from "#lib/web/routes/params.ts";
import { jsonReply, type Operation } from "./operation.ts";

/** SKUs and search. */
export const catalogueOperations: readonly Operation[] = [
  {
    id: "listSkus",
    method: "get",
    path: "/api/skus",
    summary: "List and search SKUs; only `brand` may be repeated",
    visitor: "anyone",
    query: searchQuery,
    replies: { 200: jsonReply("A page of SKUs", replies.skuPage) },
  },
  {
    id: "createSku",
    method: "post",
    path: "/api/skus",
    summary: "Add a SKU to the catalogue",
    visitor: "admin",
    body: createSkuBody,
    replies: { 201: jsonReply("The new SKU", replies.sku) },
    problems: { 409: { description: "The SKU already exists" } },
  },
  {
    id: "getSku",
    method: "get",
    path: "/api/skus/{id}",
    summary: "One SKU",
    visitor: "anyone",
    params: skuIdParams,
    replies: { 200: jsonReply("The SKU", replies.sku) },
  },
  {
    id: "editSku",
    method: "patch",
    path: "/api/skus/{id}",
    summary: "Change any field of a SKU except its id",
    visitor: "admin",
    params: skuIdParams,
    body: editSkuBody,
    replies: { 200: jsonReply("The changed SKU", replies.sku) },
  },
  {
    id: "removeSku",
    method: "delete",
    path: "/api/skus/{id}",
    summary: "Remove a SKU from the catalogue",
    visitor: "fresh-admin",
    params: skuIdParams,
    replies: { 200: jsonReply("The removed SKU", replies.sku) },
  },
  {
    id: "suggest",
    method: "get",
    path: "/api/suggestions",
    summary: "Suggest SKUs and categories for what has been typed so far",
    visitor: "anyone",
    query: suggestQuery,
    replies: { 200: jsonReply("At most six SKUs and three categories", replies.suggestions) },
  },
];
