import { Barcode } from "#components/ui/receipt/barcode.tsx";
import { Receipt, ReceiptHead, ReceiptLine, ReceiptRule } from "#components/ui/receipt/receipt.tsx";

const writes = [
  ["session:<you>", "HSET last_activity"],
  ["session:<you>", "HINCRBY page_views 1"],
  ["recent:<you>", "ZADD, newest 25"],
  ["viewed", "ZINCRBY 1"],
  ["cart:<you>", "HINCRBY sku123 1"],
] as const;

/** The small print: what the store writes to Redis during a visit, and where the idea comes from. */
export function ArchitectureReceipt() {
  return (
    <section id="architecture" aria-labelledby="architecture-title" className="mt-24 bg-band text-band-ink">
      <div className="shell grid items-center gap-x-16 gap-y-12 py-16 lg:grid-cols-[1fr_26rem] lg:py-24">
        <div className="flex flex-col gap-6">
          <h2
            id="architecture-title"
            className="font-display font-extrabold text-4xl leading-[0.95] tracking-tight sm:text-7xl"
          >
            You look. <br />
            We write it down.
          </h2>
          <div className="flex max-w-[58ch] flex-col gap-4 text-lg leading-relaxed">
            <p>
              The story goes that a web retailer once kept its logins, carts and page views in ten relational databases,
              and that at its busiest it wrote to them 6,000 times a second. Then somebody put all of it into one Redis.
            </p>
            <p>
              That is chapter 2 of <cite>Redis in Action</cite>. This store is what it describes, with nothing behind
              the counter but that one Redis: no database, no queue, no search engine. The pages you see are the same
              for everyone. What is yours takes one request, and this is what it writes.
            </p>
          </div>
        </div>
        <Receipt label="What one visit writes" className="lg:rotate-2">
          <ReceiptHead title="One visit">looked at one thing, put it in the cart</ReceiptHead>
          <ReceiptRule />
          <dl className="flex flex-col gap-1.5">
            {writes.map(([key, command]) => (
              <ReceiptLine key={command} label={key} value={command} />
            ))}
          </dl>
          <ReceiptRule />
          <dl>
            <ReceiptLine strong label="Databases" value="0" />
          </dl>
          <Barcode value="ONE REDIS" />
        </Receipt>
      </div>
    </section>
  );
}
