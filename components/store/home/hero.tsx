import Link from "next/link";
import { SkuPicture } from "#components/shared/sku-picture.tsx";
import { buttonClass } from "#components/ui/button.ts";
import { HoverLink } from "#components/ui/hover-link.tsx";
import { hueStyle } from "#components/ui/hue-style.ts";
import { groupThousands } from "#components/ui/price.tsx";
import { Barcode } from "#components/ui/receipt/barcode.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";
import { formatMoney, parseMoney } from "#lib/money.ts";
import { describeCategory } from "#lib/sku/categories.ts";
import type { Sku } from "#lib/sku/schema.ts";

/** Moves each picture towards its own corner, because the receipt covers the middle. */
const corners = [
  "-translate-x-[34%] -translate-y-[30%] sm:-translate-x-[22%] sm:-translate-y-[6%]",
  "translate-x-[34%] -translate-y-[30%] sm:translate-x-[22%] sm:-translate-y-[6%]",
  "-translate-x-[34%] translate-y-[34%] sm:-translate-x-[22%] sm:translate-y-[10%]",
  "translate-x-[34%] translate-y-[34%] sm:translate-x-[22%] sm:translate-y-[10%]",
];

interface HeroProps {
  /** the newest four products, which the receipt lists */
  skus: readonly Sku[];
  renderedAt: string;
}

export function Hero({ skus, renderedAt }: HeroProps) {
  const total = formatMoney(skus.reduce((sum, sku) => sum + (parseMoney(sku.price) ?? 0), 0));
  return (
    <section aria-labelledby="hero" className="overflow-hidden">
      <div className="shell grid items-center gap-x-10 gap-y-12 pt-8 pb-4 sm:pt-12 lg:grid-cols-[1.1fr_1fr] lg:pt-6">
        <div className="flex flex-col items-start gap-6 lg:py-16">
          <h1
            id="hero"
            className="font-display font-extrabold text-[clamp(3.25rem,17vw,7.5rem)] leading-[0.86] tracking-[-0.045em] lg:text-[clamp(6rem,10.5vw,10.5rem)]"
          >
            Everything must <span className="text-accent-text">stay.</span>
          </h1>
          <p className="max-w-[42ch] text-lg leading-relaxed sm:text-xl">
            A whole department store in which nothing is for sale. Fill a cart as if you meant it: the prices are
            invented, the receipts are real, and every one of them is kept in Redis.
          </p>
          <div className="flex flex-wrap gap-3">
            <Link href="#departments" className={buttonClass("primary", "min-h-14 sm:px-8 sm:text-lg")}>
              Browse the floors
            </Link>
            <Link href="#architecture" className={buttonClass("outline", "min-h-14 sm:px-8 sm:text-lg")}>
              The small print
            </Link>
          </div>
        </div>
        <div className="relative grid grid-cols-2 gap-3 sm:gap-4">
          {skus.map((sku, i) => (
            <HoverLink
              key={sku.id}
              href={`/products/${sku.id}`}
              aria-label={sku.name}
              style={hueStyle(describeCategory(sku.category).hue)}
              className="tile group relative grid aspect-square place-items-center overflow-hidden rounded-3xl sm:rounded-[2rem]"
            >
              <SkuPicture
                image={sku.image}
                category={sku.category}
                size={220}
                sizes="(min-width: 64rem) 20rem, 50vw"
                fetchPriority={i === 0 ? "high" : undefined}
                drawn={`w-[58%] group-hover:scale-110 ${corners[i]}`}
                photo="absolute inset-0 size-full object-cover group-hover:scale-104"
                className="transition-transform duration-300 ease-out-fast"
              />
            </HoverLink>
          ))}
          <div className="-translate-x-1/2 -translate-y-1/2 pointer-events-none absolute top-1/2 left-1/2 w-48 rotate-[-4deg] animate-print max-sm:[&_.figures]:px-4 max-sm:[&_.figures]:text-[0.6875rem] sm:w-72">
            <Receipt>
              <ReceiptHead title="Fake Web Retailer">{renderedAt}</ReceiptHead>
              <ReceiptRule />
              <dl className="flex flex-col gap-1">
                {skus.map((sku) => (
                  <ReceiptLine
                    key={sku.id}
                    label={<span className="line-clamp-1">{sku.name}</span>}
                    value={groupThousands(sku.price)}
                  />
                ))}
                <ReceiptLine label="Reality, off" value={`−${groupThousands(total)}`} />
              </dl>
              <ReceiptRule />
              <dl>
                <ReceiptLine strong label="You pay" value="$0.00" />
              </dl>
              <Barcode value="MUST STAY" />
            </Receipt>
          </div>
        </div>
      </div>
    </section>
  );
}
