import { text } from 'node:stream/consumers'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { translate } from '../messages/index.ts'
import {
  addPerson,
  findAccounts,
  invitationDays,
  invite,
  loginKey,
  RoleCode,
  setPassword,
} from '../modules/people/index.ts'
import type { Ctx } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { read } from '../platform/write.ts'
import { cliLocale, complain, complainOfRefusal, say } from './help.ts'
import { chooseHome } from './home.ts'
import { addressOf, openRuntime } from './runtime.ts'

export interface UserCall {
  verb: 'list' | 'invite' | 'password'
  login: string | null
  home: string | null
  data: string[]
  unit: string | null
  name: string | null
  role: string
  title: string | null
}

/** `lantoa user list | invite … | password LOGIN`: for the administrator at the console. */
export async function userCommand(args: string[]): Promise<number> {
  const call = readCall(args)
  if (!call) {
    complain('cli.user.usage')
    return 2
  }
  const password = call.verb === 'password' ? await askPassword() : ''
  const runtime = await openRuntime(call.data, { quiet: true, existing: true })
  if (!runtime) return 2
  try {
    const ctx = await chooseHome(runtime, call.home)
    return ctx ? await runUser(ctx, call, addressOf(runtime.config), password) : 1
  } finally {
    await runtime.close()
  }
}

/**
 * Carries out one call as the system of a home.
 * @param address where people reach this installation, without a closing slash
 * @returns exit status
 */
export async function runUser(ctx: Ctx, call: UserCall, address: string, password: string): Promise<number> {
  try {
    if (call.verb === 'list') return await listUsers(ctx)
    if (call.verb === 'invite') return await inviteUser(ctx, call, address)
    const login = call.login ?? ''
    if (!(await setPassword(ctx, login, password))) {
      complain('cli.user.noLogin', { login })
      return 1
    }
    say('cli.user.password.done')
    return 0
  } catch (error) {
    return complainOfRefusal(error)
  }
}

async function listUsers(ctx: Ctx): Promise<number> {
  const people = await accountsOf(ctx)
  for (const p of people) {
    const account = p.login
      ? translate(cliLocale(), 'cli.user.list.account', { login: p.login })
      : translate(cliLocale(), p.hasLink ? 'cli.user.list.link' : 'cli.user.list.none')
    process.stdout.write(`${p.unitCode}\t${p.name}\t${p.roles}\t${account}\n`)
  }
  say('cli.user.list.count', { n: people.length })
  return 0
}

function accountsOf(ctx: Ctx) {
  return read(ctx, '*', (trx) => findAccounts(trx, ctx.home, ctx.clock.today(), ctx.clock.now()))
}

async function inviteUser(ctx: Ctx, call: UserCall, address: string): Promise<number> {
  const who = call.login === null ? await addNamed(ctx, call) : await findByLogin(ctx, call.login)
  if (!who) return 1
  const { path } = await invite(ctx, who.unitId, who.personId)
  say('cli.user.link', { days: invitationDays })
  process.stdout.write(`${address}${path ?? ''}\n`)
  return 0
}

async function findByLogin(ctx: Ctx, login: string): Promise<{ unitId: string; personId: string } | null> {
  const found = (await accountsOf(ctx)).find((p) => p.login === loginKey(login))
  if (!found) complain('cli.user.noLogin', { login })
  return found ?? null
}

async function addNamed(ctx: Ctx, call: UserCall): Promise<{ unitId: string; personId: string } | null> {
  const unit = await read(ctx, '*', (trx) =>
    trx
      .selectFrom('units')
      .select('id')
      .where('code', '=', call.unit ?? '')
      .where('home', '=', ctx.home)
      .executeTakeFirst(),
  )
  if (!unit) {
    complain('cli.user.noUnit', { code: call.unit ?? '' })
    return null
  }
  const personId = newId()
  await addPerson(ctx, unit.id, {
    id: personId,
    name: call.name ?? '',
    email: null,
    phone: null,
    roles: [RoleCode.parse(call.role)],
    title: call.title,
    deskId: null,
    isHead: false,
    from: ctx.clock.today(),
  })
  return { unitId: unit.id, personId }
}

function readCall(args: string[]): UserCall | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: {
        home: { type: 'string' },
        data: { type: 'string' },
        unit: { type: 'string' },
        name: { type: 'string' },
        role: { type: 'string' },
        title: { type: 'string' },
      },
      allowPositionals: true,
    })
    const [verb, login = null, ...more] = positionals
    const { unit = null, name = null, role = 'admin', title = null } = values
    if (more.length > 0 || (verb !== 'list' && verb !== 'invite' && verb !== 'password')) return null
    if (verb !== 'invite' && (login !== null) !== (verb === 'password')) return null
    const named = unit !== null && name !== null && name.trim() !== '' && [...name.trim()].length <= 80
    if (verb === 'invite' && (login === null) !== named) return null
    if (!RoleCode.safeParse(role).success) return null
    return {
      verb,
      login,
      home: values.home ?? null,
      data: values.data === undefined ? [] : ['--data', values.data],
      unit,
      name: name?.trim() ?? null,
      role,
      title,
    }
  } catch {
    return null
  }
}

/** Reads a password without showing it; from a pipe, the first line. */
async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/, 1)[0] ?? ''
  process.stdout.write(translate(cliLocale(), 'cli.user.password.ask'))
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  const password = await terminal.question('')
  terminal.close()
  process.stdout.write('\n')
  return password
}
