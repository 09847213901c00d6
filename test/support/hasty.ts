/** What a server for tests is started with: nothing must outlive the run. */
export const hastySettings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
]
