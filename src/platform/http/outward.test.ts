import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isInternal, postOutward, refusalOfUrl, type OutwardSettings } from './outward.ts'

let server: Server
let inside: string
const heard: string[] = []
let behave: 'answer' | 'hang' | 'flood' | 'redirect' = 'answer'

beforeAll(async () => {
  server = createServer((request, response) => {
    heard.push(`${request.method ?? ''} ${request.headers.host ?? ''}`)
    if (behave === 'hang') return
    if (behave === 'redirect') {
      response.writeHead(302, { location: '/elsewhere' }).end()
      return
    }
    response.writeHead(200)
    if (behave === 'answer') response.end('đã nhận\u0000')
    else {
      const more = () => {
        if (response.writable && response.write('x'.repeat(65_536))) setImmediate(more)
        else response.once('drain', more)
      }
      more()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  inside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const message = { headers: { 'content-type': 'application/json' }, body: '{}' }
const post = (url: string, settings: Partial<OutwardSettings> = {}) =>
  postOutward(url, message, { allowed: [], patience: 5_000, ...settings })

describe('an address', () => {
  it('of anything inside is internal, however it is written', () => {
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '100.64.0.1',
      '100.100.100.200',
      '169.254.169.254',
      '0.0.0.0',
      '224.0.0.1',
      '255.255.255.255',
      '198.18.0.1',
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:a00:1',
      '64:ff9b::a9fe:a9fe',
      '2002:7f00:1::',
      '2001:0:7f00:1::',
      'fe80::1',
      'fe80::1%eth0',
      'fd00:ec2::254',
      'fc00::1',
      'ff02::1',
      'not an address',
    ])
      expect(isInternal(address), address).toBe(true)
    for (const address of [
      '8.8.8.8',
      '172.32.0.1',
      '100.128.0.1',
      '123.30.1.2',
      '2606:4700::1111',
      '2400:cb00::1',
    ])
      expect(isInternal(address), address).toBe(false)
  })

  it('that is no plain one of HTTPS outside is refused before anything is looked up', () => {
    const why = (url: string, allowed: string[] = []) => refusalOfUrl(url, { allowed })
    expect(why('https://city.example.vn/hook')).toBe(null)
    expect(why('https://city.example.vn:443/hook')).toBe(null)
    for (const url of [
      'ftp://a.vn',
      'http://city.example.vn/',
      'https://u:p@city.example.vn/',
      'nothing',
      'file:///etc/passwd',
    ])
      expect(why(url), url).toBe('url')
    expect(why('https://city.example.vn:8443/')).toBe('port')
    for (const url of [
      'https://127.0.0.1/',
      'https://127.1/',
      'https://2130706433/',
      'https://0x7f.0.0.1/',
      'https://[::1]/',
      'https://[::ffff:10.0.0.1]/',
      'https://localhost/',
      'https://db/',
      'https://server.local/',
      'https://metadata.google.internal/',
    ])
      expect(why(url), url).toBe('refused_address')
    expect(why('https://platform.lan/x', ['platform.lan'])).toBe(null)
    expect(why('http://platform.lan/x', ['platform.lan'])).toBe('url')
    expect(why('http://platform.lan/x', ['http://platform.lan'])).toBe(null)
    expect(why('https://platform.lan:8443/x', ['platform.lan'])).toBe('port')
    expect(why('https://platform.lan:8443/x', ['platform.lan:8443'])).toBe(null)
  })
})

describe('a call outside', () => {
  const at =
    (...addresses: string[]) =>
    async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

  it('to a name that leads inside is not made, not even when only one of its addresses does', async () => {
    const before = heard.length
    for (const lookup of [
      at('127.0.0.1'),
      at('8.8.8.8', '10.0.0.1'),
      at('::ffff:127.0.0.1'),
      at('fd00::1'),
    ]) {
      const answer = await post('https://city.example.vn/hook', { lookup })
      expect([answer.status, answer.error]).toEqual([null, 'refused_address'])
    }
    expect(heard.length).toBe(before)
  })

  it('goes to the very address that was checked, whatever the name says the second time', async () => {
    // First an address of nobody (TEST-NET would be refused, so one outside that does not answer), then our own machine.
    let asked = 0
    const lookup = async () => {
      asked += 1
      return [{ address: asked === 1 ? '240.0.0.1' : '127.0.0.1', family: 4 }]
    }
    const before = heard.length
    const first = await post('https://city.example.vn/hook', { lookup })
    expect([first.error, asked]).toEqual(['refused_address', 1])
    // An address that passes is looked up once: what the name says afterwards is never asked.
    let times = 0
    const rebinding = async () => {
      times += 1
      return [{ address: times === 1 ? '203.119.8.111' : '127.0.0.1', family: 4 }]
    }
    const second = await post('https://city.example.vn/hook', { lookup: rebinding, patience: 1_500 })
    expect([second.status, times]).toEqual([null, 1])
    expect(heard.length).toBe(before)
    // Where the checked address is our own server's, allowed by name, the call arrives there: the name itself leads nowhere.
    const { port } = new URL(inside)
    const own = await post(`http://city.test:${port}/hook`, {
      allowed: [`http://city.test:${port}`],
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    })
    expect([own.status, heard.at(-1)]).toEqual([200, `POST city.test:${port}`])
  })

  it('inside is made where an administrator allows just that', async () => {
    const answer = await post(`${inside}/hook`, { allowed: [inside] })
    expect(answer).toMatchObject({ status: 200, words: 'đã nhận', error: null })
    expect((await post(`${inside}/hook`)).error).toBe('refused_address')
    expect((await post('http://127.0.0.1:1/hook', { allowed: [inside] })).error).toBe('refused_address')
  })

  it('follows no redirect, reads the first bytes only, and waits no longer than it may', async () => {
    const allowed = [inside]
    behave = 'redirect'
    const before = heard.length
    expect((await post(`${inside}/hook`, { allowed })).status).toBe(302)
    expect(heard.length).toBe(before + 1)
    behave = 'flood'
    const flood = await post(`${inside}/hook`, { allowed })
    expect([flood.status, flood.words.length]).toEqual([200, 512])
    behave = 'hang'
    expect((await post(`${inside}/hook`, { allowed, patience: 300 })).error).toBe('timeout')
    const slowName = () => new Promise<never>(() => undefined)
    expect((await post('https://city.example.vn/', { lookup: slowName, patience: 300 })).error).toBe(
      'timeout',
    )
    expect((await post('http://127.0.0.1:1/', { allowed: ['http://127.0.0.1:1'] })).error).toBe(
      'ECONNREFUSED',
    )
  })
})
