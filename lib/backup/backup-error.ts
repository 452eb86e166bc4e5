/** Why a backup or a restore was not done, in words for an operator. */
export class BackupError extends Error {
  override name = "BackupError";
  readonly exitCode = 1;
}
