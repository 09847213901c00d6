import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../config.ts'
import { openMailbox, type Mailbox } from '../../test/support/mailbox.ts'
import { newId } from './ids.ts'
import { openMailer } from './mail.ts'

describe('the settings of mail', () => {
  const from = 'Phòng GD&ĐT <thongbao@vanson.example>'
  const read = (url: string, sender = from, own = 'https://lantoa.example') => {
    const config = readConfig([], { SMTP_URL: url, LANTOA_MAIL_FROM: sender, LANTOA_URL: own })
    return 'wrong' in config ? config.wrong.map((w) => w.key) : config.mail
  }

  it('are encrypted unless the server is this machine or the address says otherwise', () => {
    expect(read('smtps://an:b%40t@mail.example')).toEqual({
      host: 'mail.example',
      port: 465,
      security: 'tls',
      auth: { user: 'an', pass: 'b@t' },
      from: { name: 'Phòng GD&ĐT', address: 'thongbao@vanson.example' },
    })
    expect(read('smtp://mail.example')).toMatchObject({ port: 587, security: 'starttls', auth: null })
    expect(read('smtp://mail.example:25?security=none')).toMatchObject({ port: 25, security: 'none' })
    expect(read('smtp://127.0.0.1')).toMatchObject({ port: 25, security: 'none' })
    expect(read('smtp://mail.example', 'a@b.vn')).toMatchObject({
      from: { name: 'Lan Tỏa', address: 'a@b.vn' },
    })
  })

  it('say what is wrong with each', () => {
    for (const url of [
      'mail.example',
      'http://mail.example',
      'smtp://',
      'smtps://a.b?security=none',
      'smtp://a.b?tls=no',
      'smtp://a.b/x',
    ])
      expect(read(url), url).toEqual(['cli.settings.smtpUrl'])
    expect(read('smtp://mail.example', 'nobody')).toEqual(['cli.settings.mailFrom'])
    expect(read('smtp://mail.example', '')).toEqual(['cli.settings.mailFrom'])
    expect(read('smtp://mail.example', from, '')).toEqual(['cli.settings.mailLinks'])
    expect(read('')).toBeNull()
  })
})

describe('sending', () => {
  let box: Mailbox
  beforeEach(async () => {
    box = await openMailbox()
  })
  afterEach(() => box.close())
  const mail = (to = 'an@vanson.example') => ({
    id: newId(),
    to,
    subject: 'Thử',
    text: 'chữ',
    html: '<p>chữ</p>',
  })

  it('says nothing to a server that can’t encrypt, when the settings demand it', async () => {
    const sent = await openMailer({ ...box.settings, security: 'starttls' }).send(mail())
    expect(sent).toMatchObject({ end: 'later', cause: 'security' })
    expect(box.mails).toEqual([])
  })

  it('tells a line that can’t be encrypted from a server that is not there', async () => {
    const sent = await openMailer({ ...box.settings, security: 'tls' }).send(mail())
    expect(sent).toEqual({
      end: 'later',
      cause: 'security',
      code: 'ERR_SSL_WRONG_VERSION_NUMBER',
      isServer: true,
    })
    const nobody = await openMailer({ ...box.settings, port: 1, security: 'tls' }).send(mail())
    expect(nobody).toMatchObject({ end: 'later', cause: 'network', code: 'ECONNREFUSED' })
  })

  it('keeps an address that is more than one address from becoming a second recipient', async () => {
    const sent = await openMailer(box.settings).send(
      mail('an@vanson.example, binh@vanson.example\r\nBcc: chi@vanson.example'),
    )
    expect(sent.end).not.toBe('sent')
    expect(box.mails).toEqual([])
  })

  it('tells a server that is not there from one that refuses the recipient', async () => {
    box.mood = 'no such address'
    expect(await openMailer(box.settings).send(mail())).toEqual({
      end: 'refused',
      cause: 'address',
      code: '550',
    })
    box.mood = 'busy'
    expect(await openMailer(box.settings).send(mail())).toMatchObject({
      end: 'later',
      cause: 'busy',
      code: '451',
    })
    await box.close()
    expect(await openMailer(box.settings).send(mail())).toMatchObject({
      end: 'later',
      cause: 'network',
      isServer: true,
    })
  })
})
