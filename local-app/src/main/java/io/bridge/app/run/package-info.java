/** What one run of the app was told and works with. */
package io.bridge.app.run;
