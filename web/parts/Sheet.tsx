import type { ReactNode } from 'react'
import { useT } from '../app/i18n.tsx'
import { OfficialText } from './official.ts'
import css from './Sheet.module.css'

export interface SheetHead {
  /** the superior over the issuer: "UBND HUYỆN VÂN SƠN" */
  above?: string
  issuer: string
  /** "3127/KH-SGDĐT"; null where it is not yet numbered */
  number: ReactNode
  /** "Vân Sơn, ngày 18 tháng 12 năm 2023" */
  placeDate: ReactNode
  /** "KẾ HOẠCH"; a letter has none */
  kind?: string
  /** what it is about */
  about: ReactNode
}

/**
 * A page of official text as it is printed: two-column head (Nghị định 30/2020/NĐ-CP, phụ lục I), body and tables in
 * Times metrics. It zooms on the office's PC and never reflows; on a phone the same text flows in the width there is.
 * @param width px of the page: 648 beside recognised pieces, 728 of a report
 */
export function Sheet(props: { head?: SheetHead; width?: number; children: ReactNode }) {
  return (
    <div
      className={css.sheet}
      lang="vi"
      style={{ ['--sheet']: `${props.width ?? 648}px` } as React.CSSProperties}
    >
      {props.head ? <Head {...props.head} /> : null}
      <OfficialText value={true}>{props.children}</OfficialText>
    </div>
  )
}

function Head(head: SheetHead) {
  const t = useT()
  return (
    <>
      <div className={css.two}>
        <div>
          {head.above ? (
            <>
              {head.above}
              <br />
            </>
          ) : null}
          <b>{keepPlace(head.issuer)}</b>
          <span className={css.rule} data-of="issuer" />
        </div>
        <div className={css.state}>
          <b>{t('common.sheet.country')}</b>
          <br />
          <b>{t('common.sheet.motto')}</b>
          <span className={css.rule} data-of="motto" />
        </div>
        <div>Số: {head.number}</div>
        <div>
          <i>{head.placeDate}</i>
        </div>
      </div>
      <div className={css.title}>
        {head.kind ? (
          <>
            {head.kind}
            <br />
          </>
        ) : null}
        {head.about}
        <span className={css.rule} data-of="title" />
      </div>
    </>
  )
}

/** A paragraph; `pin` is the number of an uncertain piece, in the margin. */
export function SheetText(props: {
  children: ReactNode
  italic?: boolean
  plain?: boolean
  pin?: ReactNode
}) {
  return (
    <div className={css.p} data-plain={props.plain || undefined}>
      {props.pin ? <span className={css.margin}>{props.pin}</span> : null}
      {props.italic ? <i>{props.children}</i> : props.children}
    </div>
  )
}

/** A head within the text: "I. MỤC ĐÍCH, YÊU CẦU". */
export function SheetHeading(props: { children: ReactNode; centred?: boolean }) {
  return (
    <div className={css.h} data-centred={props.centred || undefined}>
      {props.children}
    </div>
  )
}

/** A table of the printed page, which scrolls in itself where the window is narrower than it. */
export function SheetTable(props: { label: string; children: ReactNode }) {
  return (
    <div className={css.scroll} role="region" aria-label={props.label} tabIndex={0}>
      <table className={css.table}>{props.children}</table>
    </div>
  )
}

/** The round number in the margin of an uncertain piece: dashed while it waits, blue while it is looked at. */
export function Pin(props: { n: number; current?: boolean }) {
  return (
    <span className={css.pin} data-current={props.current || undefined}>
      {props.n}
    </span>
  )
}

/** The desk a page lies on, with space round it. */
export function Desk(props: { children: ReactNode }) {
  return <div className={css.desk}>{props.children}</div>
}

/** "Chưa báo cáo" within official text: dashed, and named. */
export function NotReported(props: { children: ReactNode }) {
  return <span className={css.missing}>{props.children}</span>
}

/** An agency's name breaks before its place, never within: "… VÀ ĐÀO TẠO / HUYỆN VÂN SƠN". */
function keepPlace(name: string): string {
  return name.replace(
    / (?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN) .+$/,
    (place) => ` ${place.slice(1).replaceAll(' ', '\u00a0')}`,
  )
}
