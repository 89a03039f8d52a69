/** The commands about the person: {@code login}, {@code logout}, {@code whoami}. */
package io.bridge.app.account;
