#include "model/chem/quantum/worker_messages.h"

#include <nlohmann/json.hpp>

namespace molloquy::quantum {
namespace {

using Json = nlohmann::json;

constexpr const char* kGreetingKey = "molloquy_xtb_worker";
/// Grows when the messages change.
constexpr int kProtocol = 2;

std::string lineOf(const Json& object) {
  return object.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace);
}

/// Reads a line with `read`, which may throw what nlohmann's accessors throw.
template <class T>
Result<T> parse(std::string_view line, T (*read)(const Json&)) {
  const Json object = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return fail(ErrorCode::Corrupt, "The message is no JSON object.");
  try {
    return read(object);
  } catch (const Json::exception&) {
    return fail(ErrorCode::Corrupt, "The message lacks a field or has one of another kind.");
  }
}

const char* nameOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidInput:
      return "input";
    case ErrorCode::Unsupported:
      return "unsupported";
    default:
      return "internal";
  }
}

ErrorCode codeFrom(const std::string& name) {
  if (name == "input") return ErrorCode::InvalidInput;
  return name == "unsupported" ? ErrorCode::Unsupported : ErrorCode::Internal;
}

const char* nameOf(Asked asked) {
  switch (asked) {
    case Asked::Forces:
      return "forces";
    case Asked::Electrons:
      return "electrons";
    default:
      return "point";
  }
}

Asked askedFrom(const Json& object) {
  const auto name = object.at("asked").get<std::string>();
  for (const Asked asked : {Asked::SinglePoint, Asked::Forces, Asked::Electrons}) {
    if (name == nameOf(asked)) return asked;
  }
  object.at("another question");  // Throws.
  return Asked::SinglePoint;
}

WorkerRequest readRequest(const Json& object) {
  const SinglePointInput input = {object.at("elements").get<std::vector<int>>(),
                                  object.at("positions").get<std::vector<chem::Point3>>(),
                                  object.at("charge").get<int>()};
  return {object.at("number").get<std::uint64_t>(), input, askedFrom(object),
          object.at("goes_on").get<bool>() ? Guess::Previous : Guess::Fresh};
}

Json jsonOf(const SinglePoint& point) {
  return {{"energy", point.energyHartree},
          {"homo", point.homoEv},
          {"lumo", point.lumoEv},
          {"dipole", point.dipoleDebye}};
}

Json jsonOf(const Forces& forces) {
  return {
      {"energy", forces.energyHartree}, {"gradient", forces.gradient}, {"dipole", forces.dipole}};
}

Json jsonOf(const Electrons& electrons) {
  Json pairs = Json::array();
  for (const BondOrderOfPair& pair : electrons.bondOrders) {
    pairs.push_back({pair.first, pair.second, pair.order});
  }
  return {{"energy", electrons.energyHartree},    {"orbitals", electrons.orbitalEv},
          {"occupations", electrons.occupations}, {"charges", electrons.charges},
          {"bond_orders", std::move(pairs)},      {"dipole", electrons.dipole}};
}

Forces readForces(const Json& object) {
  return {object.at("energy").get<double>(), object.at("gradient").get<std::vector<chem::Point3>>(),
          object.at("dipole").get<chem::Point3>()};
}

Electrons readElectrons(const Json& object) {
  Electrons electrons;
  electrons.energyHartree = object.at("energy").get<double>();
  electrons.orbitalEv = object.at("orbitals").get<std::vector<double>>();
  electrons.occupations = object.at("occupations").get<std::vector<double>>();
  electrons.charges = object.at("charges").get<std::vector<double>>();
  electrons.dipole = object.at("dipole").get<chem::Point3>();
  for (const Json& pair : object.at("bond_orders")) {
    electrons.bondOrders.push_back(
        {pair.at(0).get<std::size_t>(), pair.at(1).get<std::size_t>(), pair.at(2).get<double>()});
  }
  return electrons;
}

WorkerAnswer readAnswer(const Json& object) {
  const auto number = object.at("number").get<std::uint64_t>();
  if (object.contains("error")) {
    return {number, fail(codeFrom(object.at("code").get<std::string>()),
                         object.at("error").get<std::string>())};
  }
  if (object.contains("gradient")) return {number, readForces(object)};
  if (object.contains("orbitals")) return {number, readElectrons(object)};
  return {number, SinglePoint{.energyHartree = object.at("energy").get<double>(),
                              .homoEv = object.at("homo").get<double>(),
                              .lumoEv = object.at("lumo").get<double>(),
                              .dipoleDebye = object.at("dipole").get<double>()}};
}

}  // namespace

std::string toLine(const Greeting& greeting) {
  return lineOf({{kGreetingKey, kProtocol}, {"xtb", greeting.xtbVersion}});
}

std::string toLine(const WorkerRequest& request) {
  return lineOf({{"number", request.number},
                 {"charge", request.input.charge},
                 {"asked", nameOf(request.asked)},
                 {"goes_on", request.guess == Guess::Previous},
                 {"elements", request.input.atomicNumbers},
                 {"positions", request.input.positions}});
}

std::string toLine(const WorkerAnswer& answer) {
  if (!answer.result) {
    return lineOf({{"number", answer.number},
                   {"code", nameOf(answer.result.error().code)},
                   {"error", answer.result.error().message}});
  }
  Json object = std::visit([](const auto& computed) { return jsonOf(computed); }, *answer.result);
  object["number"] = answer.number;
  return lineOf(object);
}

Result<Greeting> greetingFrom(std::string_view line) {
  return parse<Greeting>(line, [](const Json& object) {
    if (object.at(kGreetingKey).get<int>() != kProtocol) object.at("another protocol");
    return Greeting{object.at("xtb").get<std::string>()};
  });
}

Result<WorkerRequest> requestFrom(std::string_view line) { return parse(line, readRequest); }

Result<WorkerAnswer> answerFrom(std::string_view line) { return parse(line, readAnswer); }

}  // namespace molloquy::quantum
