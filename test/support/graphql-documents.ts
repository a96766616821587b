/** Places a call; selects every figure of every member of the result. */
export const INITIATE = /* GraphQL */ `
  mutation Initiate($input: InitiateCallInput!) {
    initiateCall(input: $input) {
      __typename
      ... on InitiateCallSuccess {
        call {
          id callSid trackingId direction status toNumber fromNumber contactName contactData creditsReserved
          creditsUsed startTime endTime endedReason agent { id } contact { id } campaign { id }
        }
        contact { id phoneNumber additionalData }
        campaign { id name status temporary }
        message
        replayed
      }
      ... on Error { code message }
      ... on InsufficientCreditsError { required available deficit }
      ... on ConcurrencyLimitError { limit active retryAfterSeconds }
      ... on IdempotencyInProgressError { retryAfterSeconds }
      ... on CallFailedError { details outcomeKnown failed: call { id status endedReason campaign { id } } }
    }
  }
`;

/** Previews a call; selects everything of the preview. */
export const PREVIEW = /* GraphQL */ `
  query Preview($input: InitiateCallInput!) {
    previewCall(input: $input) {
      wouldCall
      gates { gate state code message remedy issues call { id } }
      destination { phoneNumber country timeZone localTime }
      fromNumber
      agent { id name status }
      contact { id additionalData }
      cost { creditsPerMinute maxDurationSeconds hold available }
      variables { known { name value source } missing { name member fallback } unused }
      systemPrompt
      firstMessage
      textProblem
    }
  }
`;
