import { compileMessages } from '#src/messages/compile.ts'
import type { Locale, Translate } from '#src/messages/index.ts'

type AllTables = typeof import('#src/messages/vi/index.ts')
/** What screens say; the public pages' and the commands' words stay on the server. */
type ScreenTables = {
  [
    F in Exclude<
      keyof AllTables,
      'agency' | 'api' | 'backup' | 'cli' | 'doctor' | 'erasure' | 'homes' | 'portal' | 'retention'
    >
  ]: Record<string, string>
}

const loaded = new Map<Locale, Translate>()

/** The sentences of one language, loaded when first asked for: nobody needs both. */
export async function loadTranslator(locale: Locale): Promise<Translate> {
  const have = loaded.get(locale)
  if (have) return have
  const sentence = compileMessages(
    locale === 'vi' ? await tablesVi() : await tablesEn(),
    locale === 'vi' ? 'vi-VN' : 'en-GB',
  )
  const t: Translate = (key, params) => sentence(key, params) ?? key
  loaded.set(locale, t)
  return t
}

// Named one by one, so that the build leaves out what is not named.
async function tablesVi(): Promise<ScreenTables> {
  const {
    activities,
    archive,
    common,
    directions,
    dispatch,
    dossiers,
    errors,
    exchange,
    forms,
    jobs,
    library,
    lint,
    machines,
    mandates,
    notices,
    outbox,
    outgoing,
    people,
    plans,
    reports,
    scans,
    session,
    sign,
    signing,
    succession,
    units,
    views,
  } = await import('#src/messages/vi/index.ts')
  return {
    activities,
    archive,
    common,
    directions,
    dispatch,
    dossiers,
    errors,
    exchange,
    forms,
    jobs,
    library,
    lint,
    machines,
    mandates,
    notices,
    outbox,
    outgoing,
    people,
    plans,
    reports,
    scans,
    session,
    sign,
    signing,
    succession,
    units,
    views,
  }
}

async function tablesEn(): Promise<ScreenTables> {
  const {
    activities,
    archive,
    common,
    directions,
    dispatch,
    dossiers,
    errors,
    exchange,
    forms,
    jobs,
    library,
    lint,
    machines,
    mandates,
    notices,
    outbox,
    outgoing,
    people,
    plans,
    reports,
    scans,
    session,
    sign,
    signing,
    succession,
    units,
    views,
  } = await import('#src/messages/en/index.ts')
  return {
    activities,
    archive,
    common,
    directions,
    dispatch,
    dossiers,
    errors,
    exchange,
    forms,
    jobs,
    library,
    lint,
    machines,
    mandates,
    notices,
    outbox,
    outgoing,
    people,
    plans,
    reports,
    scans,
    session,
    sign,
    signing,
    succession,
    units,
    views,
  }
}
