export {
  findAgencies,
  readAgencyPage,
  readPublicPaper,
  type AgencyPage,
  type PublicProgress,
} from './agency.service.ts'
export type { Content } from './agency.rules.ts'
export type { Agency, ListedAgency } from './agency.store.ts'
export { findPublicFile, readDayRoots } from './archive.service.ts'
export type { FoundDocument } from './archive.store.ts'
