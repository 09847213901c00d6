/** A migration that was run and then changed, a newer database than this release knows, or rights that are missing. */
export class MigrationError extends Error {
  /** what an administrator of PostgreSQL runs, as SQL, where the account may not make roles; null for any other reason */
  readonly remedy: string | null
  constructor(message: string, remedy: string | null = null) {
    super(message)
    this.name = 'MigrationError'
    this.remedy = remedy
  }
}
