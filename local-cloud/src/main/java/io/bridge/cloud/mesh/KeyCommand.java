package io.bridge.cloud.mesh;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "key",
    description =
        "Print a service-account file of the local warehouse, which connection add takes. It is a"
            + " secret.")
final class KeyCommand implements Callable<Integer> {
  @ParentCommand House house;

  @Parameters(
      paramLabel = "account",
      description =
          "Name of the account, 6 to 30 lower-case letters, digits and dashes; made where it is not"
              + " there.")
  String account;

  @Override
  public Integer call() {
    System.out.println(new IssuedKeys(house.mesh().config()).json(account).strip());
    return 0;
  }
}
