export {
  beginSession,
  endSession,
  findPerson,
  findSignedIn,
  tokenHash,
  sessionDays,
  type MembershipInfo,
  type SignedIn,
} from './sessions.ts'
export { deviceOf, signIn } from './sign-in.ts'
export { hashPassword, longestPassword, shortestPassword } from './passwords.ts'
export { addressPrefix, countTry, type Limit } from './throttle.ts'
export { RoleCode, SessionUnit } from './people.schema.ts'
