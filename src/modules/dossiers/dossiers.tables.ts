export const dossierStates = ['open', 'closed', 'handed_over'] as const
export type DossierState = (typeof dossierStates)[number]

declare module '../../platform/db.ts' {
  interface Tables {
    dossiers: {
      id: string
      unit_id: string
      version: number
      year: number
      heading: string
      heading_code: string
      number: number
      title: string
      /** null: for ever */
      keep_years: number | null
      keeper: string
      sheets: number | null
      note: string | null
      state: DossierState
      opened_on: string
      closed_on: string | null
      hand_over_id: string | null
      created_at: Date
      created_by: string | null
    }
    dossier_documents: {
      dossier_id: string
      document_id: string
      unit_id: string
      added_at: Date
      added_by: string | null
    }
    hand_overs: {
      id: string
      unit_id: string
      day: string
      title: string
      giver: string
      giver_position: string
      taker: string
      taker_position: string
      boxes: number | null
      metres: string | null
      condition: string
      created_at: Date
      created_by: string | null
    }
  }
}
