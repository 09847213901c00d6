import { translator, type Locale } from '../messages/index.ts'
import { renderPage } from './page.tsx'

/** What is typed anew rather than written into a page. */
const secret = /pass|again|secret|token|code$/i

/** The style sheet counts these seconds; without script a button can't. */
const counted = [5, 10, 20, 30, 60]

/**
 * "Chậm lại một chút": for whoever came too often. A page that was asked for comes again by itself; a form has everything
 * that was typed and is sent again by one press, which appears when it is time.
 * @param form the fields that were posted; null where a page was asked for
 */
export function renderSlowDown(props: {
  locale: Locale
  wait: number
  address: string
  form: unknown
}): string {
  const { locale, wait, address } = props
  const t = translator(locale)
  const fields = fieldsOf(props.form)
  const isWhole = fields.every(([name]) => !secret.test(name))
  const seconds = counted.find((s) => s >= wait) ?? 60
  return renderPage({
    locale,
    title: t('portal.slowDown'),
    narrow: true,
    ...(props.form === null ? { refresh: wait } : {}),
    children: (
      <>
        <h1>{t('portal.slowDown')}</h1>
        <p>{t('portal.slowDown.why')}</p>
        {props.form === null ? (
          <p role="status">{t('portal.slowDown.page', { n: wait })}</p>
        ) : isWhole ? (
          <>
            <p role="status">{t('portal.slowDown.form', { n: seconds })}</p>
            <form method="post" action={address} className="form">
              {fields.map(([name, value], i) => (
                <input key={`${i} ${name}`} type="hidden" name={name} value={value} />
              ))}
              <button type="submit" className={`after after-${seconds}`}>
                {t('portal.slowDown.again')}
              </button>
            </form>
          </>
        ) : (
          <>
            <p role="status">{t('portal.slowDown.secret', { n: wait })}</p>
            <p>
              <a href={address}>{t('portal.slowDown.back')}</a>
            </p>
          </>
        )}
      </>
    ),
  })
}

function fieldsOf(form: unknown): [string, string][] {
  if (typeof form !== 'object' || form === null) return []
  return Object.entries(form).flatMap(([name, value]: [string, unknown]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one) => typeof one === 'string')
      .map((one): [string, string] => [name, one]),
  )
}
