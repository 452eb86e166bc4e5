/** An order number in groups of four, so that it is easier to read out. */
export function formatOrderId(id: string): string {
  return id.match(/.{1,4}/g)?.join("-") ?? id;
}
