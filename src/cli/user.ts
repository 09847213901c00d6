export async function userCommand(_args: string[]): Promise<number> {
  return 2
}
