import { vi } from 'vitest'

/**
 * Calls a command in this process, as src/main.ts does, and hears what it says. For what ends before a database is opened:
 * a process of its own would prove nothing more, and takes two seconds to start.
 * @param env beside this process's own; `''` is a variable that is not set
 */
export async function called(
  command: (args: string[]) => Promise<number>,
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<{ status: number; said: string }> {
  let said = ''
  const hear = (text: unknown) => {
    said += String(text)
    return true
  }
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(hear)
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(hear)
  for (const [name, value] of Object.entries({ DATABASE_URL: '', LC_ALL: 'vi_VN.UTF-8', ...env }))
    vi.stubEnv(name, value)
  try {
    const status = await command([...words])
    return { status, said }
  } finally {
    out.mockRestore()
    err.mockRestore()
    vi.unstubAllEnvs()
  }
}
