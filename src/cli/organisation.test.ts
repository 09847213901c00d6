import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeWorld, type World } from '../../test/support/database.ts'
import { makeApp, signedIn } from '../../test/support/http.ts'
import { makePerson, makeUnit } from '../../test/support/make.ts'
import { importFile } from './import.ts'
import { runUser, type UserCall } from './user.ts'

let world: World
let folder: string
let printed: string
beforeAll(async () => {
  world = await makeWorld()
  folder = mkdtempSync(join(tmpdir(), 'lantoa-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => {
  printed = ''
  const keep = (text: string | Uint8Array) => {
    printed += String(text)
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(keep)
  vi.spyOn(process.stderr, 'write').mockImplementation(keep)
  vi.stubEnv('LC_ALL', 'vi_VN.UTF-8')
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

const call = (over: Partial<UserCall>): UserCall => ({
  verb: 'list',
  login: null,
  home: null,
  data: [],
  unit: null,
  name: null,
  role: 'admin',
  title: null,
  ...over,
})
const address = 'https://lantoa.example'

describe('lantoa import units', () => {
  it('prints what a file would do, does it, and prints wrong rows with their sentences', async () => {
    const file = join(folder, 'units.csv')
    writeFileSync(file, 'Mã,Loại,Tên,Viết tắt,Địa danh\nso-x,Sở,Sở X,SX,X\n')
    expect(await importFile(world.system(), file, true)).toBe(0)
    expect(printed).toContain('2\tso-x\tSở X\tThêm, từ 17/06/2024')
    expect(printed).not.toContain('Đã nhập')
    expect(await importFile(world.system(), file, false)).toBe(0)
    expect(printed).toContain('Đã nhập: 1 đơn vị mới, 0 đơn vị sửa.')
    writeFileSync(file, 'Mã,Loại,Tên,Viết tắt,Địa danh\nso-y,Sở,Sở Y,,Y\n')
    expect(await importFile(world.system(), file, false)).toBe(1)
    expect(printed).toContain('! Chữ viết tắt: Chưa ghi')
    writeFileSync(file, 'không có gì')
    expect(await importFile(world.system(), file, false)).toBe(1)
    expect(printed).toContain('Không thấy dòng tên cột')
  })
})

describe('lantoa user', () => {
  it('adds a person and prints a link that opens; lists; sets a password that ends the sessions', async () => {
    const unit = await makeUnit(world)
    const invited = call({ verb: 'invite', unit: unit.code, name: 'Phan Thị Cả' })
    expect(await runUser(world.system(), invited, address, '')).toBe(0)
    const path = /https:\/\/lantoa\.example(\/invitation\/\S+)/.exec(printed)?.[1] ?? ''
    const app = await makeApp(world)
    expect((await app.inject({ url: path })).body).toContain('Phan Thị Cả')

    const person = await makePerson(world, unit.id)
    const browser = await signedIn(world, app, person)
    expect(await runUser(world.system(), call({}), address, '')).toBe(0)
    expect(printed).toContain(`${unit.code}\tPhan Thị Cả\tadmin\tđã có đường dẫn mời`)
    expect(printed).toContain(`tài khoản ${person.login}`)

    const password = call({ verb: 'password', login: person.login.toUpperCase() })
    expect(await runUser(world.system(), password, address, 'ngắn')).toBe(1)
    expect((await browser.call('GET', 'session')).statusCode).toBe(200)
    expect(await runUser(world.system(), password, address, 'một câu dễ nhớ')).toBe(0)
    expect((await browser.call('GET', 'session')).statusCode).toBe(401)

    expect(await runUser(world.system(), call({ verb: 'invite', login: person.login }), address, '')).toBe(0)
    expect(await runUser(world.system(), call({ verb: 'invite', login: 'khong-co' }), address, '')).toBe(1)
    expect(await runUser(world.system(), { ...invited, unit: 'khong-co' }, address, '')).toBe(1)
    expect(printed).toContain('Không có đơn vị mã “khong-co”.')
  })
})
