"use server";

import { z } from "zod";
import { NEW_CATEGORY } from "#lib/sku/categories.ts";
import { PICTURE_FIELD } from "#lib/sku/picture/fields.ts";
import { pictureParams } from "#lib/sku/picture/schema.ts";
import { addPicture, removeUpload } from "#lib/sku/picture/store.ts";
import { explainUses, NO_PICTURE } from "#lib/sku/picture/uses.ts";
import { pathOfUpload } from "#lib/sku/picture-path.ts";
import { createSkuForm, skuId } from "#lib/sku/schema.ts";
import type { User } from "#lib/user/schema.ts";
import { type FieldErrors, wholeNumber } from "#lib/validation.ts";
import { createSkuAs, editSkuAs, removeSkuAs, restockSkuAs } from "#lib/web/catalogue/recorded-edit.ts";
import { type ActionResult, formAction } from "#lib/web/forms/form-action.ts";
import { savedUrl } from "#lib/web/forms/saved-notice.ts";
import { recordAct } from "#lib/web/request/record.ts";
import type { RequestContext } from "#lib/web/request/request-context.ts";

/** The forms of the admin pages for SKUs. */

const REMOVED = { ok: false, message: "This SKU no longer exists." } as const;
const saved = (id: string) => ({ goTo: savedUrl(`/admin/skus/${id}`) });

const text = z.record(z.string(), z.string()).catch({});
const fileField = z.object({ [PICTURE_FIELD]: z.instanceof(File) });
const textFieldsOf = (form: unknown) => Object.entries(form ?? {}).filter(([, value]) => typeof value === "string");

/**
 * Reads the fields of the SKU form. The slug of a new category is in a separate field; the file of a picture may be there
 * that was chosen but not uploaded.
 */
const fromForm = <T extends z.ZodType>(body: T) =>
  z.preprocess((form) => {
    const {
      newCategory = "",
      category,
      description = "",
      image = "",
      ...rest
    } = text.parse(Object.fromEntries(textFieldsOf(form)));
    return {
      ...rest,
      ...fileField.safeParse(form).data,
      // Without one, a SKU keeps its picture, and a new one gets the default.
      ...(image && { image }),
      category: category === NEW_CATEGORY ? newCategory : category,
      // Browsers send a line break as two characters, but count it as one for maxLength.
      description: description.replaceAll("\r\n", "\n"),
    };
  }, body);

const picture = z.instanceof(File).optional();
const UNKNOWN_PICTURE = { ok: false, errors: { image: NO_PICTURE } } as const;

/** Adds the file that a form was sent with. @returns the fields that it changes, or what is wrong with it */
async function addSentPicture(
  file: File | undefined,
  context: RequestContext,
  user: User,
): Promise<{ ok: true; image?: string } | { ok: false; errors: FieldErrors }> {
  if (!file) return { ok: true };
  const added = await addPicture(Buffer.from(await file.arrayBuffer()), file.name);
  if (!added.ok) return { ok: false, errors: { [PICTURE_FIELD]: added.message } };
  if (added.isNew) await recordAct(context, user, "picture-added", added.image);
  return { ok: true, image: added.image };
}

export const createSkuAction = formAction(
  { visitor: "admin", fields: fromForm(createSkuForm.extend({ picture })) },
  async ({ context, visitor, fields: { picture: file, ...sku } }): Promise<ActionResult> => {
    const added = await addSentPicture(file, context, visitor.user);
    if (!added.ok) return added;
    const result = await createSkuAs(
      { context, user: visitor.user },
      { ...sku, ...(added.image && { image: added.image }) },
    );
    if (result.ok) return saved(sku.id);
    return result.reason === "no-picture" ? UNKNOWN_PICTURE : { ok: false, errors: { id: "is already in use" } };
  },
);

const editForm = createSkuForm
  .omit({ stock: true })
  .extend({ image: createSkuForm.shape.image.unwrap().optional(), picture });

/** Leaves out the stock, which restockSkuAction changes without overwriting concurrent sales. */
export const editSkuAction = formAction(
  { visitor: "admin", fields: fromForm(editForm) },
  async ({ context, visitor, fields: { id, picture: file, image, ...edit } }): Promise<ActionResult> => {
    const added = await addSentPicture(file, context, visitor.user);
    if (!added.ok) return added;
    const newImage = added.image ?? image;
    const result = await editSkuAs({ context, user: visitor.user }, id, {
      ...edit,
      ...(newImage !== undefined && { image: newImage }),
    });
    if (result.ok) return saved(id);
    return result.reason === "no-picture" ? UNKNOWN_PICTURE : REMOVED;
  },
);

export const removePictureAction = formAction(
  { visitor: "admin", fields: pictureParams },
  async ({ context, visitor, fields: { id } }): Promise<ActionResult> => {
    const removed = await removeUpload(id);
    if (!removed.ok && removed.reason === "used") return { ok: false, message: `${explainUses(removed)}.` };
    if (removed.ok) await recordAct(context, visitor.user, "picture-removed", pathOfUpload(id));
    return { goTo: "/admin/skus/pictures" };
  },
);

/** An id of a form, so that what it does counts once when it is sent twice. */
const operation = z.string().max(64).default("");

const restock = z.object({
  id: skuId,
  operation,
  quantity: wholeNumber(-1_000_000, 1_000_000, { whole: "must be a whole number, in plain digits, such as 5 or -2" }),
});

export const restockSkuAction = formAction(
  { visitor: "admin", fields: restock },
  async ({ context, visitor, fields: { id, quantity, operation } }): Promise<ActionResult> => {
    const result = await restockSkuAs({ context, user: visitor.user }, id, quantity, operation);
    if (result.ok) return saved(id);
    return result.reason === "too-few"
      ? { ok: false, errors: { quantity: "must not remove more than is in stock" } }
      : REMOVED;
  },
);

export const removeSkuAction = formAction(
  { visitor: "fresh-admin", fields: z.object({ id: skuId }) },
  async ({ context, visitor, fields: { id } }): Promise<ActionResult> => {
    await removeSkuAs({ context, user: visitor.user }, id);
    return { goTo: `/admin/skus?removed=${id}` };
  },
);
