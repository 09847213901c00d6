import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

type Json<T> = ColumnType<T, string, string>

declare module '../../platform/db.ts' {
  interface Tables {
    document_drafts: {
      id: string
      unit_id: string
      version: number
      state: 'reading' | 'to_check' | 'failed'
      file_hash: string
      file_name: string
      content: Json<unknown>
      error: string | null
      updated_at: Date
      updated_by: string | null
      created_at: Date
    }
    documents: {
      id: string
      unit_id: string
      origin: 'received' | 'known' | 'issued'
      type: string
      number: string | null
      symbol: string | null
      number_symbol: string | null
      match_key: string | null
      issuer_name: string
      issuer_unit_id: string | null
      issued_on: string | null
      subject: string
      plan_id: string | null
      plan_revision: number | null
      report_id: string | null
      report_version: number | null
      register_entry_id: string | null
      file_hash: string | null
      file_name: string | null
      text: string
      page_html: string
      reading: Json<unknown>
      salt: Buffer | null
      hash: string
      is_public: Generated<boolean>
      search: GeneratedAlways<string | null>
      redacted_at: Date | null
      created_at: Date
      created_by: string | null
    }
    document_papers: {
      document_id: string
      docx_hash: string | null
      pdf_hash: string
      is_signed: Generated<boolean>
      created_at: Date
    }
    document_relations: {
      document_id: string
      target_id: string
      relation: 'amends' | 'replaces' | 'corrects' | 'recalls' | 'copies'
    }
    document_scans: {
      id: string
      document_id: string
      unit_id: string
      replaces_id: string | null
      reason: string | null
      file_hash: string
      pages: number
      printed_pages: number
      created_at: Date
      created_by: string | null
    }
    clauses: {
      document_id: string
      key: string
      ord: number
      parent_key: string | null
      level: number
      marker: string
      path: string
      kind:
        'heading' | 'purpose' | 'requirement' | 'content' | 'form' | 'solution' | 'responsibility' | 'other'
      words: string
      span_start: number
      span_end: number
    }
    document_citations: {
      document_id: string
      ord: number
      words: string
      span_start: number
      span_end: number
      type: string | null
      number_symbol: string | null
      match_key: string | null
      title: string | null
      issued_on: string | null
      issuer: string | null
      relation: string | null
    }
    arrival_counters: { unit_id: string; year: number; last: number }
    arrivals: {
      id: string
      unit_id: string
      year: number
      number: number
      arrived_on: string
      document_id: string
      passed_to: string | null
      passed_on: string | null
      created_at: Date
      created_by: string | null
    }
    known_documents: {
      id: string
      type: string
      number_symbol: string
      match_key: string
      number_key: string
      bare_key: string
      title: string
      title_key: string | null
      issuer: string
      issued_on: string | null
      in_force_from: string | null
      in_force_until: string | null
      relations: Json<unknown>
      source: string
      confirmed: boolean
    }
    known_entries: {
      id: string
      unit_id: string
      known_id: string | null
      version: number
      state: 'stands' | 'withdrawn'
    }
    known_entry_versions: {
      entry_id: string
      version: number
      unit_id: string
      state: 'stands' | 'withdrawn'
      type: string
      number_symbol: string
      match_key: string
      number_key: string
      bare_key: string
      title: string
      title_key: string | null
      issuer: string
      issued_on: string | null
      in_force_from: string | null
      in_force_until: string | null
      relations: Json<unknown>
      source: string
      reason: string | null
      recorded_at: Date
      recorded_by: string | null
      salt: Buffer | null
      hash: string
      redacted_at: Date | null
    }
    reader: {
      unit_id: string
      what: 'document' | 'plan' | 'report'
      id: string
      revision: number
      ground: 'delivered' | 'up'
      through: string
      since: Date
    }
  }
}
