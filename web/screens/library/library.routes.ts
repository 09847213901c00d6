import { createRoute } from '@tanstack/react-router'
import { rootRoute } from '../../app/root.tsx'
import { choiceOf, numberOf, textOf } from '../../app/search.ts'

export const origins = ['received', 'issued', 'known'] as const

export interface DocumentSearch {
  q?: string | undefined
  origin?: (typeof origins)[number] | undefined
  type?: string | undefined
  /** year of issue; `year` is the one all screens speak of */
  issued?: number | undefined
}

/** The register: taking in, what waits to be confirmed, what is there. */
export const documentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents',
  validateSearch: (s: Record<string, unknown>): DocumentSearch => ({
    q: textOf(s['q']),
    origin: choiceOf(s['origin'], origins),
    type: textOf(s['type']),
    issued: numberOf(s['issued'], 1900, 2200),
  }),
}).lazy(() => import('./DocumentList.tsx').then((m) => m.Route))

export const knownStates = ['in_force', 'open', 'coming', 'ended'] as const

/** What the unit itself put into the register, or took back. */
export const knownWhose = ['own', 'withdrawn'] as const

export interface KnownSearch {
  q?: string | undefined
  state?: (typeof knownStates)[number] | undefined
  whose?: (typeof knownWhose)[number] | undefined
}

/** The register of known documents with their validity. */
export const knownDocumentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/known',
  validateSearch: (s: Record<string, unknown>): KnownSearch => ({
    q: textOf(s['q']),
    state: choiceOf(s['state'], knownStates),
    whose: choiceOf(s['whose'], knownWhose),
  }),
}).lazy(() => import('./KnownList.tsx').then((m) => m.Route))

/** One of it: what changed it, and what cites it here. */
export const knownDocumentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/known/$knownId',
}).lazy(() => import('./KnownEntry.tsx').then((m) => m.Route))

/** An entry of the unit's own. */
export const newKnownRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/known/new',
}).lazy(() => import('./KnownNew.tsx').then((m) => m.Route))

/** Entries of the unit's own from a file. */
export const importKnownRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/known/import',
}).lazy(() => import('./KnownImport.tsx').then((m) => m.Route))

/** Correcting an entry, or saying one's own word over a shared one. */
export const correctKnownRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/known/$knownId/correct',
}).lazy(() => import('./KnownCorrect.tsx').then((m) => m.Route))

/** Checking a text that is being written. */
export const checkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/check',
}).lazy(() => import('./CheckText.tsx').then((m) => m.Route))

/** Whether a file is exactly one of ours. */
export const checkFileRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/files',
}).lazy(() => import('./CheckFile.tsx').then((m) => m.Route))

/** What a document rests on and what rests on it. */
export const basesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/$documentId/bases',
}).lazy(() => import('./Bases.tsx').then((m) => m.Route))

/** What of a document is lit: a clause, of it the words from one place in the text to another. */
export interface LitSearch {
  clause?: string | undefined
  from?: number | undefined
  until?: number | undefined
}

/** One document that stands in the register. */
export const documentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/$documentId',
  validateSearch: (s: Record<string, unknown>): LitSearch => ({
    clause: textOf(s['clause']),
    from: numberOf(s['from'], 0, 100_000_000),
    until: numberOf(s['until'], 0, 100_000_000),
  }),
}).lazy(() => import('./DocumentBench.tsx').then((m) => m.Route))

/** One that was handed in and waits to be checked and confirmed. */
export const draftRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/documents/drafts/$draftId',
}).lazy(() => import('./DraftBench.tsx').then((m) => m.Route))
