/** The terms of every offer, for search engines (schema.org), as the pages put them: nothing is charged, nothing arrives. */

/** Days for which a price is said to hold: the page is rendered again within minutes of a change. */
const PRICE_DAYS = 30;
const DAY_MS = 86_400_000;

/** Nothing arrives that could be sent back. */
export const RETURN_POLICY = {
  "@type": "MerchantReturnPolicy",
  applicableCountry: "US",
  returnPolicyCategory: "https://schema.org/MerchantReturnNotPermitted",
};

/** "Free delivery to nowhere". */
const SHIPPING = {
  "@type": "OfferShippingDetails",
  shippingDestination: { "@type": "DefinedRegion", addressCountry: "US" },
  shippingRate: { "@type": "MonetaryAmount", value: "0.00", currency: "USD" },
  doesNotShip: true,
};

/** @param renderedAt when the page is rendered */
export const offerTerms = (renderedAt: Date) => ({
  priceValidUntil: new Date(renderedAt.getTime() + PRICE_DAYS * DAY_MS).toISOString().slice(0, 10),
  itemCondition: "https://schema.org/NewCondition",
  shippingDetails: SHIPPING,
  hasMerchantReturnPolicy: RETURN_POLICY,
});
