// The commands. Each is imported when it is called: `help` and `read` must start under 0.2 s.
import { exit } from 'node:process'

const [command = 'help', ...args] = process.argv.slice(2)

/** What each command does: loaded lazily, answers the exit status. */
const commands: Record<string, () => Promise<(args: string[]) => Promise<number>>> = {
  serve: async () => (await import('./cli/serve.ts')).serveCommand,
  worker: async () => (await import('./cli/worker.ts')).workerCommand,
  migrate: async () => (await import('./cli/migrate.ts')).migrateCommand,
  demo: async () => (await import('./cli/demo.ts')).demoCommand,
  read: async () => (await import('./cli/read.ts')).readCommand,
  write: async () => (await import('./cli/write.ts')).writeCommand,
  lint: async () => (await import('./cli/lint.ts')).lintCommand,
  'verify-signature': async () => (await import('./cli/verify-signature.ts')).verifySignatureCommand,
  home: async () => (await import('./cli/homes.ts')).homeCommand,
  agency: async () => (await import('./cli/agency.ts')).agencyCommand,
  import: async () => (await import('./cli/import.ts')).importCommand,
  user: async () => (await import('./cli/user.ts')).userCommand,
  person: async () => (await import('./cli/erase.ts')).personCommand,
  retention: async () => (await import('./cli/retention.ts')).retentionCommand,
  backup: async () => (await import('./cli/backup.ts')).backupCommand,
  restore: async () => (await import('./cli/backup.ts')).restoreCommand,
  jobs: async () => (await import('./cli/jobs.ts')).jobsCommand,
  scale: async () => (await import('./cli/scale.ts')).scaleCommand,
  mail: async () => (await import('./cli/mail.ts')).mailCommand,
  doctor: async () => (await import('./cli/doctor.ts')).doctorCommand,
  'verify-archive': async () => (await import('./cli/verify-archive.ts')).verifyArchiveCommand,
  openapi: async () => (await import('./cli/openapi.ts')).openapiCommand,
  help: async () => (await import('./cli/help.ts')).helpCommand,
}

if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    'Lan Tỏa cần Node 24: chạy bằng npm start hoặc bin/lantoa. / Lan Tỏa needs Node 24: use npm start or bin/lantoa.\n',
  )
  exit(2)
}
const load = commands[command === '--help' || command === '-h' ? 'help' : command]
if (!load) {
  const { unknownCommand } = await import('./cli/help.ts')
  exit(unknownCommand(command))
}
try {
  exit(await (await load())(args))
} catch (error) {
  const { complainOfFault } = await import('./cli/faults.ts')
  if (!complainOfFault(error)) throw error
  exit(1)
}
