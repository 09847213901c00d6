import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { translator, type Locale } from '../../messages/index.ts'

export interface MailItem {
  sentence: string
  detail: string | null
  /** whole address, null where there is nothing to open */
  href: string | null
}

export interface MailGroup {
  title: string | null
  items: MailItem[]
  /** further ones, which only the application shows */
  more: number
}

/** What a mail says, in the recipient's language. No name, no address: who gets it knows who they are. */
export interface MailWords {
  locale: Locale
  subject: string
  intro: string
  groups: MailGroup[]
  /** the one button */
  button: { label: string; href: string } | null
  /** why it came, and what to do when it should not have */
  why: string
  /** page on which one press stops these mails; null for mails that a person asked for */
  leave: string | null
}

const ink = '#1b1f24'
const quiet = '#59636e'
const blue = '#174ea6'

/** The HTML of a mail: styles at the elements, because mailboxes drop all others; no picture, which would be a trace. */
export function mailHtml(words: MailWords): string {
  return `<!doctype html>${renderToStaticMarkup(<MailPage {...words} />)}`
}

function MailPage({ locale, subject, intro, groups, button, why, leave }: MailWords): ReactNode {
  const t = translator(locale)
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{subject}</title>
      </head>
      <body
        style={{
          margin: 0,
          padding: '24px 16px',
          color: ink,
          background: '#ffffff',
          fontFamily: 'Arial, sans-serif',
          fontSize: 16,
          lineHeight: 1.5,
        }}
      >
        <div style={{ maxWidth: 600, margin: '0 auto' }}>
          <p style={{ margin: '0 0 16px', fontWeight: 700 }}>{t('common.product')}</p>
          <h1 style={{ margin: '0 0 8px', fontSize: 20, lineHeight: 1.3 }}>{subject}</h1>
          <p style={{ margin: '0 0 16px' }}>{intro}</p>
          {groups.map((group, i) => (
            <div key={i}>
              {group.title === null ? null : (
                <h2
                  style={{
                    margin: '24px 0 8px',
                    fontSize: 16,
                    borderBottom: '1px solid #d0d7de',
                    paddingBottom: 4,
                  }}
                >
                  {group.title}
                </h2>
              )}
              <ul style={{ margin: 0, padding: '0 0 0 20px' }}>
                {group.items.map((item, j) => (
                  <li key={j} style={{ margin: '0 0 8px' }}>
                    {item.href === null ? (
                      item.sentence
                    ) : (
                      <a href={item.href} style={{ color: blue }}>
                        {item.sentence}
                      </a>
                    )}
                    {item.detail === null ? null : (
                      <div style={{ color: quiet, fontSize: 14 }}>{item.detail}</div>
                    )}
                  </li>
                ))}
              </ul>
              {group.more > 0 ? (
                <p style={{ margin: 0, color: quiet }}>{t('notices.mail.more', { n: group.more })}</p>
              ) : null}
            </div>
          ))}
          {button === null ? null : (
            <p style={{ margin: '24px 0' }}>
              <a
                href={button.href}
                style={{
                  display: 'inline-block',
                  padding: '10px 16px',
                  color: '#ffffff',
                  background: blue,
                  borderRadius: 4,
                  textDecoration: 'none',
                }}
              >
                {button.label}
              </a>
            </p>
          )}
          <p
            style={{
              margin: '24px 0 0',
              paddingTop: 12,
              borderTop: '1px solid #d0d7de',
              color: quiet,
              fontSize: 14,
            }}
          >
            {why}
            {leave === null ? null : (
              <>
                {' '}
                <a href={leave} style={{ color: quiet }}>
                  {t('notices.mail.leave')}
                </a>
              </>
            )}
          </p>
        </div>
      </body>
    </html>
  )
}

/** The same as plain text, for whoever reads mail so. */
export function mailText({ locale, subject, intro, groups, button, why, leave }: MailWords): string {
  const t = translator(locale)
  const lines = [subject, '', intro]
  for (const group of groups) {
    lines.push('')
    if (group.title !== null) lines.push(group.title.toLocaleUpperCase(locale))
    for (const { sentence, detail, href } of group.items) {
      lines.push(`- ${sentence}${detail === null ? '' : ` (${detail})`}`)
      if (href !== null) lines.push(`  ${href}`)
    }
    if (group.more > 0) lines.push(t('notices.mail.more', { n: group.more }))
  }
  if (button !== null) lines.push('', `${button.label}: ${button.href}`)
  lines.push('', '-- ', why)
  if (leave !== null) lines.push(`${t('notices.mail.leave')}: ${leave}`)
  return `${lines.join('\n')}\n`
}

/** The mail of `lantoa mail test`. */
export function writeTestMail(locale: Locale): { subject: string; text: string; html: string } {
  const t = translator(locale)
  const subject = t('notices.mail.test.subject')
  const words: MailWords = {
    locale,
    subject,
    intro: t('notices.mail.test.intro'),
    groups: [],
    button: null,
    why: t('notices.mail.test.why'),
    leave: null,
  }
  return { subject, text: mailText(words), html: mailHtml(words) }
}
