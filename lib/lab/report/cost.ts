/** The case study's cost model, with the ratio that was measured in place of the one that was promised. */

/** Prices are whole cents a month. */
export interface CostInput {
  databaseServers: number;
  databasePrice: number;
  /** How many times the work of a database server one Redis server does. */
  ratio: number;
  /** Servers that hold the same data, the first one included, so that one may fail. */
  copies: number;
  redisPrice: number;
}

export interface Cost {
  redisServers: number;
  databaseMonthly: number;
  redisMonthly: number;
  savedMonthly: number;
  savedYearly: number;
  /** Part of the database's cost that is saved; negative when Redis costs more. */
  reduction: number;
}

/** "Before: 10 database servers x $200. After: 3 Redis servers x $50." */
export const DOCUMENTED: CostInput = {
  databaseServers: 10,
  databasePrice: 20_000,
  ratio: 10,
  copies: 3,
  redisPrice: 5000,
};

/** Works out what the same load costs on either side. */
export function computeCost({ databaseServers, databasePrice, ratio, copies, redisPrice }: CostInput): Cost {
  const redisServers = Math.ceil(databaseServers / ratio) * copies;
  const databaseMonthly = databaseServers * databasePrice;
  const redisMonthly = redisServers * redisPrice;
  const savedMonthly = databaseMonthly - redisMonthly;
  return {
    redisServers,
    databaseMonthly,
    redisMonthly,
    savedMonthly,
    savedYearly: savedMonthly * 12,
    reduction: databaseMonthly === 0 ? 0 : savedMonthly / databaseMonthly,
  };
}
