/** IAM Service Account Credentials: signing as oneself without having the key.\n */
package io.bridge.cloud.iamcredentials;
