export async function doctorCommand(_args: string[]): Promise<number> {
  return 2
}
