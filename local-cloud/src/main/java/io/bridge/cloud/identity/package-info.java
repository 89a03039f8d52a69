/**
 * People: Identity Toolkit and Secure Token as Firebase's clients call them, and Google's OAuth
 * for\n * installed apps with its sign-in page. An account made on the page and one made by sign-up
 * are the\n * same: it has one address and one password.\n
 */
package io.bridge.cloud.identity;
