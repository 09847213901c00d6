import { existsSync, readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'

/** Where the project's own files lie; `dist/main.js` and `src/main.ts` are both one level below. */
export const projectRoot = resolve(import.meta.dirname, '..')

export interface Config {
  /** folder of everything that must be kept: database, files, secrets */
  dataDir: string
  /** of an outside PostgreSQL ≥ 16; null means the embedded one */
  databaseUrl: string | null
  /** of a PostgreSQL that follows the outside one: public pages read there; null: they read where everybody works */
  replicaUrl: string | null
  /** where files are kept instead of the data folder: a bucket that speaks S3 */
  bucket: Bucket | null
  host: string
  port: number
  /** the one public address, without a closing slash; null: as the browser asked */
  publicUrl: string | null
  /** proxies whose X-Forwarded-* is believed; empty: with a public address those on this machine, else none */
  proxies: string[]
  /** multiplies the limits of requests; 0: nobody is slowed down */
  pace: number
  /** true when nothing is to be loaded on the first run but a page that makes the first agency */
  empty: boolean
  /** run the workers inside the server */
  workers: boolean
  /** PEM files of the server's certificate and its key; null: plain HTTP */
  tls: { cert: string; key: string } | null
  /** the application works without a line; false takes the service worker away from every browser that comes */
  offline: boolean
  /** hosts inside the network that webhooks may call: `host`, `host:port`, `http://host[:port]` */
  outwardHosts: string[]
  /** file of the certificates (PEM, DER) whose signers are known; null: none is */
  signAuthorities: string | null
  /** folder with `out/` and `in/` for edXML packages; null: none are exchanged */
  exchangeDir: string | null
  /** who shows it reads /metrics from another machine; null: only this machine does */
  metricsToken: string | null
  /** another provider of sign-in, by OpenID Connect; null: none */
  provider: { issuer: string; clientId: string; clientSecret: string; name: string } | null
  /** the mail server; null: no mail goes out */
  mail: MailSettings | null
  /** months that personal columns are kept here, by `table.column`, instead of those that the columns declare */
  keeps: ReadonlyMap<string, number>
  /** lowest level that is logged */
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** A bucket with its key. */
export interface Bucket {
  /** https://host/bucket, without a closing slash */
  url: string
  region: string
  key: string
  secret: string
}

/** The mail server of the settings, and who writes. */
export interface MailSettings {
  host: string
  port: number
  /** `tls`: encrypted from the first byte · `starttls`: demanded before anything is said · `none`: as it is */
  security: 'tls' | 'starttls' | 'none'
  auth: { user: string; pass: string } | null
  from: { name: string; address: string }
}

/** What is wrong with a setting: key and values of a message. */
export interface WrongSetting {
  key: string
  params: Record<string, string>
}

/**
 * The only reader of the environment. Command-line flags win over variables.
 * @param args the words after the command, e.g. `['--port', '8090']`
 * @returns the settings, or a list of what is wrong
 */
export function readConfig(
  args: string[],
  env: NodeJS.ProcessEnv = process.env,
): Config | { wrong: WrongSetting[] } {
  const wrong: WrongSetting[] = []
  const refuse = (setting: string, params: Record<string, string> = {}) =>
    wrong.push({ key: `cli.settings.${setting}`, params })
  let flags: Record<string, string | boolean | undefined> = {}
  try {
    flags = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        empty: { type: 'boolean' },
      },
      allowPositionals: false,
    }).values
  } catch (error) {
    // Node names the word in quotes: "Unknown option '--x'".
    refuse('flag', { flag: /'([^']*)'/.exec(String(error))?.[1] ?? '' })
  }
  const text = (flag: string, name: string): string | null => {
    const value = flags[flag] ?? env[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const port = Number(text('port', 'LANTOA_PORT') ?? 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) refuse('port')
  const databaseUrl = text('', 'DATABASE_URL')
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) refuse('databaseUrl')
  const replicaUrl = text('', 'DATABASE_REPLICA_URL')
  if (replicaUrl !== null && !/^postgres(ql)?:\/\/[^,]+$/.test(replicaUrl)) refuse('replicaUrl')
  const filesUrl = text('', 'FILES_URL')
  const bucket = filesUrl === null ? null : readBucket(filesUrl, env)
  if (filesUrl !== null && bucket === null) refuse('filesUrl')
  const publicUrl = text('', 'LANTOA_URL')
  if (publicUrl !== null && !/^https?:\/\/[^/]+$/.test(publicUrl)) refuse('url')
  const proxies = (text('', 'LANTOA_PROXIES') ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  if (!proxies.every(isNetwork)) refuse('proxies')
  const pace = Number(text('', 'LANTOA_PACE') ?? 1)
  if (!(pace >= 0 && pace <= 100)) refuse('pace')
  const level = text('', 'LANTOA_LOG') ?? 'info'
  if (!isLevel(level)) refuse('log')
  const [cert, key] = [text('', 'LANTOA_TLS_CERT'), text('', 'LANTOA_TLS_KEY')]
  if ((cert === null) !== (key === null)) refuse('tls')
  const metricsToken = text('', 'LANTOA_METRICS_TOKEN')
  if (metricsToken !== null && !/^[\x21-\x7e]{16,}$/.test(metricsToken)) refuse('metricsToken')
  const outwardHosts = (text('', 'LANTOA_WEBHOOK_HOSTS') ?? '').split(',').flatMap((w) => w.trim() || [])
  if (!outwardHosts.every((host) => /^(https?:\/\/)?(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.test(host)))
    refuse('webhookHosts')
  const signAuthorities = text('', 'LANTOA_SIGN_CA')
  const exchangeDir = text('', 'LANTOA_EXCHANGE_DIR')
  if (exchangeDir !== null && !existsSync(exchangeDir)) refuse('exchange', { dir: exchangeDir })
  const keeps = readKeeps(text('', 'LANTOA_KEEP') ?? '')
  if (keeps === null) refuse('keep')
  const provider = readProvider(text, refuse)
  const mail = readMail(text('', 'SMTP_URL'), text('', 'LANTOA_MAIL_FROM'), publicUrl, refuse)
  if (wrong.length > 0) return { wrong }
  return {
    dataDir: resolve(text('data', 'LANTOA_DATA') ?? join(projectRoot, 'lantoa-data')),
    databaseUrl,
    replicaUrl,
    bucket,
    host: text('host', 'LANTOA_HOST') ?? '127.0.0.1',
    port,
    publicUrl,
    proxies,
    pace,
    empty: flags['empty'] === true || env['LANTOA_EMPTY'] === '1',
    workers: env['LANTOA_WORKERS'] !== '0',
    tls: cert !== null && key !== null ? { cert: resolve(cert), key: resolve(key) } : null,
    offline: env['LANTOA_OFFLINE'] !== '0',
    outwardHosts,
    signAuthorities: signAuthorities === null ? null : resolve(signAuthorities),
    exchangeDir: exchangeDir === null ? null : resolve(exchangeDir),
    metricsToken,
    provider,
    mail,
    keeps: keeps ?? new Map(),
    logLevel: isLevel(level) ? level : 'info',
  }
}

/** The provider of sign-in: all of its settings or none; the secret itself, or the file that holds it. */
function readProvider(
  text: (flag: string, name: string) => string | null,
  refuse: (setting: string, params?: Record<string, string>) => void,
): Config['provider'] {
  const issuer = text('', 'LANTOA_OIDC_ISSUER')
  const clientId = text('', 'LANTOA_OIDC_CLIENT_ID')
  const file = text('', 'LANTOA_OIDC_CLIENT_SECRET_FILE')
  const name = text('', 'LANTOA_OIDC_NAME')
  let clientSecret = text('', 'LANTOA_OIDC_CLIENT_SECRET')
  if (file !== null) {
    try {
      clientSecret = readFileSync(file, 'utf8').trim()
    } catch {
      refuse('oidcSecretFile', { file })
    }
  }
  const all = [issuer, clientId, clientSecret, name]
  if (all.every((value) => value === null)) return null
  // Over plain HTTP whoever is in between could vouch for anybody; on this machine nobody is.
  const isSafe = /^https:\/\/[^?#]+$|^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/[^?#]*)?$/.test(issuer ?? '')
  if (issuer === null || clientId === null || !clientSecret || name === null) refuse('oidc')
  else if (!isSafe) refuse('oidcIssuer')
  else return { issuer, clientId, clientSecret, name }
  return null
}

/**
 * `s3+https://key:secret@host/bucket?region=…`; key and secret may stand in FILES_KEY and FILES_SECRET instead, which a
 * list of processes does not show.
 */
function readBucket(text: string, env: NodeJS.ProcessEnv): Bucket | null {
  if (!/^s3\+https?:\/\//.test(text) || !URL.canParse(text.slice(3))) return null
  const url = new URL(text.slice(3))
  const key = decodeURIComponent(url.username) || (env['FILES_KEY'] ?? '')
  const secret = decodeURIComponent(url.password) || (env['FILES_SECRET'] ?? '')
  const bucket = url.pathname.replace(/\/$/, '')
  if (key === '' || secret === '' || !/^\/[a-z0-9.-]{3,63}$/.test(bucket)) return null
  return { url: url.origin + bucket, region: url.searchParams.get('region') ?? 'us-east-1', key, secret }
}

/** The mail server, with who writes; links in mails need the public address. */
function readMail(
  url: string | null,
  sender: string | null,
  publicUrl: string | null,
  refuse: (setting: string) => void,
): MailSettings | null {
  if (url === null) return null
  const server = readMailUrl(url)
  const from = sender === null ? null : readSender(sender)
  if (!server) refuse('smtpUrl')
  if (!from) refuse('mailFrom')
  if (publicUrl === null) refuse('mailLinks')
  return server && from ? { ...server, from } : null
}

/**
 * Reads SMTP_URL. `smtps://` is encrypted from the start (465); `smtp://` demands STARTTLS (587) and sends nothing without
 * it; only the same machine, or `?security=none` written out, goes unencrypted. Certificates are always checked.
 * @returns null for what is no such address
 */
function readMailUrl(text: string): Omit<MailSettings, 'from'> | null {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return null
  }
  if ((url.protocol !== 'smtp:' && url.protocol !== 'smtps:') || url.hostname === '') return null
  if (!/^\/?$/.test(url.pathname) || url.hash !== '') return null
  const said = [...url.searchParams]
  const isPlain = said.length === 1 && said[0]?.join('=') === 'security=none'
  if (said.length > 0 && (!isPlain || url.protocol === 'smtps:')) return null
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isHere = host === 'localhost' || host === '::1' || /^127\./.test(host)
  const security = url.protocol === 'smtps:' ? 'tls' : isPlain || isHere ? 'none' : 'starttls'
  const port = url.port === '' ? { tls: 465, starttls: 587, none: 25 }[security] : Number(url.port)
  try {
    const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
    return { host, port, security, auth: user === '' ? null : { user, pass } }
  } catch {
    return null
  }
}

/** Reads `Name <address>` or an address alone. */
function readSender(text: string): MailSettings['from'] | null {
  const [, name = '', address = ''] =
    /^(?:"?([^"<>\r\n]*?)"?\s*<)?([^\s<>@",;]+@[^\s<>@",;]+\.[^\s<>@",;]+)>?$/.exec(text.trim()) ?? []
  return address === '' ? null : { name: name === '' ? 'Lan Tỏa' : name, address }
}

/** The folder of real documents that evaluation uses, or null where it is absent. */
export function sharedFolder(env: NodeJS.ProcessEnv = process.env): string | null {
  const folder = env['LANTOA_SHARED'] ?? resolve(projectRoot, '../shared')
  return existsSync(folder) ? folder : null
}

/** `persons.email=36,jobs.payload=12`: months, from 1 to 1,200; null for what is no such list. */
function readKeeps(text: string): Map<string, number> | null {
  const keeps = new Map<string, number>()
  for (const word of text.split(',').flatMap((w) => w.trim() || [])) {
    const [, column = '', months = ''] = /^([a-z_]+\.[a-z_]+)=([1-9]\d{0,3})$/.exec(word) ?? []
    if (column === '' || Number(months) > 1_200 || keeps.has(column)) return null
    keeps.set(column, Number(months))
  }
  return keeps
}

/** 10.0.0.5, 10.1.0.0/16, 2001:db8::/32 */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}

function isLevel(level: string): level is Config['logLevel'] {
  return ['debug', 'info', 'warn', 'error', 'silent'].includes(level)
}
