package io.bridge.gateway.identity;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Why a token was not exchanged (RFC 6749, section 5.2).
 *
 * @param error one of the codes of RFC 6749 and RFC 8693
 * @param description for the developer of the service; never quotes a token
 */
record TokenError(String error, @JsonProperty("error_description") String description) {}
