/** Lets the sign-ins of a user be so many seconds older. @param redis sends a command to the store's Redis */
export async function ageSignIns(
  redis: (...command: string[]) => Promise<unknown>,
  username: string,
  seconds: number,
): Promise<void> {
  const id = String(await redis("GET", `username_to_id:${username}`));
  for (const sid of (await redis("ZRANGE", `sessions_of:${id}`, "0", "-1")) as string[]) {
    const createdAt = Number(await redis("HGET", `session:${sid}`, "created_at"));
    await redis("HSET", `session:${sid}`, "created_at", String(createdAt - seconds));
  }
}
